// SPDX-License-Identifier: Apache-2.0
#include "http/router.h"

#include <algorithm>
#include <span>
#include <utility>

#include "http/ascii.h"

namespace kaogong::http {

namespace {

enum class PieceKind { kText, kParameter, kRest };

struct Piece {
  PieceKind kind = PieceKind::kText;
  std::string text;
};

Piece ReadPiece(std::string_view text) {
  if (!text.starts_with('{')) return {PieceKind::kText, std::string(text)};
  KAOGONG_ASSERT(text.ends_with('}') && text.size() > 2);
  text = text.substr(1, text.size() - 2);
  if (!text.ends_with('*')) return {PieceKind::kParameter, std::string(text)};
  return {PieceKind::kRest, std::string(text.substr(0, text.size() - 1))};
}

std::vector<Piece> ReadPattern(std::string_view pattern) {
  KAOGONG_ASSERT(pattern.starts_with('/'));
  std::vector<Piece> pieces;
  std::string_view rest = pattern.substr(1);
  bool has_more = true;
  while (has_more) {
    KAOGONG_ASSERT(pieces.empty() || pieces.back().kind != PieceKind::kRest);
    has_more = rest.find('/') != std::string_view::npos;
    pieces.push_back(ReadPiece(TakeUntil(rest, '/')));
  }
  return pieces;
}

std::string JoinSegments(std::span<const std::string> segments) {
  std::string joined;
  for (const std::string& segment : segments) {
    joined.append(joined.empty() ? "" : "/").append(segment);
  }
  return joined;
}

}  // namespace

// A place in the tree of segments. Parameter names belong to the routes, not to the place, so
// that "/units/{id}" and "/units/{unit}/persons" may stand side by side.
struct Router::Node {
  struct Entry {
    Route route;
    std::vector<std::string> names;  // Of the parameters, in order.
  };

  std::map<std::string, std::unique_ptr<Node>, std::less<>> by_text;
  std::unique_ptr<Node> by_parameter;
  std::map<Method, Entry> entries;       // Of paths that end here.
  std::map<Method, Entry> rest_entries;  // Of paths that go on with {rest*}.

  // Finds the entries for the segments from `at` on; values of parameters are put into `values`.
  const std::map<Method, Entry>* Find(std::span<const std::string> segments,
                                      std::vector<std::string>& values) const {
    if (segments.empty()) return entries.empty() ? nullptr : &entries;
    const auto text = by_text.find(segments[0]);
    if (text != by_text.end()) {
      if (const auto* found = text->second->Find(segments.subspan(1), values)) return found;
    }
    if (by_parameter && !segments[0].empty()) {
      values.push_back(segments[0]);
      if (const auto* found = by_parameter->Find(segments.subspan(1), values)) return found;
      values.pop_back();
    }
    if (rest_entries.empty()) return nullptr;
    values.push_back(JoinSegments(segments));
    return &rest_entries;
  }

  void ForEach(const std::function<void(Route&)>& visit) {
    for (auto& [method, entry] : entries) visit(entry.route);
    for (auto& [method, entry] : rest_entries) visit(entry.route);
    for (auto& [text, node] : by_text) node->ForEach(visit);
    if (by_parameter) by_parameter->ForEach(visit);
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::Add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  Node* node = root_.get();
  std::vector<std::string> names;
  bool has_rest = false;
  for (Piece& piece : ReadPattern(pattern)) {
    if (piece.kind == PieceKind::kText) {
      auto& next = node->by_text[std::move(piece.text)];
      if (!next) next = std::make_unique<Node>();
      node = next.get();
      continue;
    }
    names.push_back(std::move(piece.text));
    if (piece.kind == PieceKind::kRest) {
      has_rest = true;
      break;
    }
    if (!node->by_parameter) node->by_parameter = std::make_unique<Node>();
    node = node->by_parameter.get();
  }
  auto& entries = has_rest ? node->rest_entries : node->entries;
  Node::Entry entry{{std::string(pattern), std::move(handler), std::move(options)},
                    std::move(names)};
  const bool is_new = entries.emplace(method, std::move(entry)).second;
  KAOGONG_ASSERT(is_new);
}

void Router::SetFallback(Handler handler) {
  RouteOptions options;
  options.is_quick = true;
  options.body_bytes_max = 0;
  fallback_ = std::make_unique<Route>(Route{{}, std::move(handler), std::move(options)});
}

void Router::Use(Middleware middleware) { middleware_.push_back(std::move(middleware)); }

Match Router::Find(Method method, const std::vector<std::string>& segments) const {
  Match match;
  std::vector<std::string> values;
  const auto* const entries = root_->Find(segments, values);
  const bool reads = method == Method::kGet || method == Method::kHead;
  if (entries == nullptr) {
    if (reads && fallback_) match.route = fallback_.get();
    return match;
  }
  auto found = entries->find(method);
  if (found == entries->end() && method == Method::kHead) found = entries->find(Method::kGet);
  if (found == entries->end()) {
    for (const auto& [allowed, entry] : *entries) match.allowed.push_back(allowed);
    return match;
  }
  const Node::Entry& entry = found->second;
  match.route = &entry.route;
  for (std::size_t i = 0; i < entry.names.size(); ++i) {
    match.parameters.push_back({entry.names[i], std::move(values[i])});
  }
  return match;
}

Handler Router::Wrap(Handler handler) const {
  for (auto middleware = middleware_.rbegin(); middleware != middleware_.rend(); ++middleware) {
    handler = [around = *middleware, next = std::move(handler)](Request& request) {
      return around(request, next);
    };
  }
  return handler;
}

void Router::Freeze() {
  root_->ForEach([this](Route& route) {
    if (!route.options.is_quick) route.handler = Wrap(std::move(route.handler));
  });
}

}  // namespace kaogong::http
