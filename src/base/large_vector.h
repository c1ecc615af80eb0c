// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <vector>

namespace kaogong {

// Allocates like std::allocator and asks the system to back large blocks with large pages: a
// million rows of a column cost a few page faults instead of two thousand.
template <class T>
struct LargePageAllocator {
  using value_type = T;

  LargePageAllocator() = default;
  template <class U>
  explicit(false) LargePageAllocator(const LargePageAllocator<U>& /*other*/) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes < kLarge) return static_cast<T*>(::operator new(bytes));
    void* const block = ::operator new(bytes, kPage);
    // Only advice: without it everything is the same but slower.
    ::madvise(block, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(block);
  }

  void deallocate(T* block, std::size_t count) {
    if (count * sizeof(T) < kLarge) return ::operator delete(block);
    ::operator delete(block, kPage);
  }

  friend bool operator==(LargePageAllocator, LargePageAllocator) { return true; }

 private:
  static constexpr std::align_val_t kPage{std::size_t{2} << 20U};
  static constexpr std::size_t kLarge = std::size_t{4} << 20U;
};

template <class T>
using LargeVector = std::vector<T, LargePageAllocator<T>>;

}  // namespace kaogong
