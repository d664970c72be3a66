# Sourced by run and test: makes .venv whole and finds a browser; says what it does on stderr.

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
venv=$root/.venv
python=$venv/bin/python
unfinished=$venv/unfinished # there while an install is under way: found later, it was interrupted

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# --- Python packages ---------------------------------------------------------------------------

# install_packages FILE...: .venv holds what the requirements files name.
install_packages() {
  packages_are_current "$@" && return
  [[ -w $root ]] || fail "Cannot write to $root, where the packages would go: copy the folder" \
    "to a place you may write to and start it there."
  exec 9<"$root/setup.sh"
  flock -n 9 || {
    say "Another set-up is at work in this folder; waiting for it to end."
    flock 9
  }
  if ! packages_are_current "$@"; then
    make_venv
    pip_install "$@"
  fi
  exec 9<&-
}

packages_are_current() {
  local file
  [[ -x $python && ! -e $unfinished ]] || return 1
  for file; do
    [[ -f $venv/$file.installed && $(<"$venv/$file.installed") == "$(stamp "$file")" ]] || return 1
  done
}

# The interpreter and the hash of a requirements file: either changed, install again.
stamp() { printf '%s %s' "$(readlink -f "$python")" "$(sha256sum <"$root/$1")"; }

make_venv() {
  venv_is_usable && return
  local base
  base=$(find_python "ensurepip") || base=$(install_venv_module) || exit 1
  rm -rf "$venv"
  { mkdir "$venv" && : >"$unfinished"; } || fail "Cannot make $venv: see the line above."
  say "Making .venv with $("$base" --version)."
  "$base" -m venv "$venv" >"$venv/install.log" 2>&1 || fail_install "python -m venv"
}

venv_is_usable() {
  [[ ! -e $unfinished ]] && is_recent "$python" "pip" || return 1
  local stamps=("$venv"/*.installed)
  [[ ! -f ${stamps[0]} || $(<"${stamps[0]}") == "$(readlink -f "$python") "* ]]
}

# is_recent PYTHON MODULE: the interpreter starts, is 3.11 or later and has the module.
is_recent() {
  "$1" -c "import sys, $2; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    is_recent "$name" "$1" && command -v "$name" && return
  done
  return 1
}

install_venv_module() {
  local base package
  base=$(find_python "sys") || fail "Python 3.11 or later is needed; found" \
    "$(python3 --version 2>/dev/null || printf 'none'). On Debian 12, Ubuntu 24.04 and later type:" \
    "sudo apt-get install python3 python3-venv; on Ubuntu 22.04: sudo apt-get install python3.11-venv."
  package=$("$base" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if ! apt_install "$package" || ! is_recent "$base" "ensurepip"; then
    fail "$("$base" --version) has no venv module. Type: sudo apt-get install $package," \
      "then start this again."
  fi
  printf '%s\n' "$base"
}

pip_install() {
  local file arguments=()
  for file; do arguments+=(-r "$root/$file"); done
  say "Installing Python packages into .venv: a minute or two, up to 700 MB."
  : >"$unfinished"
  PIP_USER=0 "$python" -m pip install --no-input --disable-pip-version-check "${arguments[@]}" \
    </dev/null >"$venv/install.log" 2>&1 || fail_install "pip"
  for file; do stamp "$file" >"$venv/$file.installed"; done
  rm -f "$unfinished"
}

# fail_install TOOL: turns the tool's log into a sentence that helps.
fail_install() {
  local log=$venv/install.log reason
  case $(<"$log") in
    *"No space left"* | *"Disk quota"*)
      reason="The disk is full: about 1 GB is needed in $root, and some in ${TMPDIR:-/tmp}." ;;
    *"Permission denied"* | *"Read-only file system"*)
      reason="A folder cannot be written to." ;;
    *"ResolutionImpossible"* | *"conflicting dependencies"*)
      reason="The versions in the requirements files do not fit together." ;;
    *"Retrying"* | *"onnection"* | *"timed out"* | *"SSLError"* | *"ProxyError"*)
      reason="The package index does not answer: is the network up, and is a proxy needed (pip's)?" ;;
    *"No matching distribution"*)
      reason="This version is not to be had for $("$python" --version) from the package index." ;;
    *) reason="$1 failed." ;;
  esac
  # pip downloads everything before it changes anything.
  if [[ $(<"$log") != *"Installing collected"* ]] && compgen -G "$venv/*.installed" >/dev/null; then
    rm -f "$unfinished"
  fi
  say "$({ grep -i '^error' "$log" || tail -n 3 "$log"; } | cut -c 1-200)"
  fail "$reason Put it right and start this again. The whole log: $log"
}

# apt_install PACKAGE...: by apt-get, where that needs no password.
apt_install() {
  local privilege=()
  [[ -n $(command -v apt-get) ]] || return 1
  ((EUID == 0)) || { sudo -n true 2>/dev/null && privilege=(sudo -n); } || return 1
  say "Installing with apt-get: $*."
  mkdir -p "$venv"
  {
    "${privilege[@]}" apt-get -q update || true
    "${privilege[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
      --no-install-recommends -o DPkg::Lock::Timeout=120 install "$@"
  } </dev/null >"$venv/apt.log" 2>&1 9<&- || {
    say "apt-get failed: $(tail -n 1 "$venv/apt.log") (the whole log: $venv/apt.log)"
    return 1
  }
}

# --- A browser for pictures ----------------------------------------------------------------------

browsers=(google-chrome google-chrome-stable chromium chromium-browser chromium-headless-shell
  microsoft-edge)
fonts=(fontconfig fonts-dejavu-core fonts-nanum)

# find_browser: exports BROWSER_PATH, or returns 1 when no browser works and none can be installed.
find_browser() {
  if [[ -n ${BROWSER_PATH:-} ]]; then
    [[ -x $BROWSER_PATH && ! -d $BROWSER_PATH ]] && return
    say "BROWSER_PATH is '$BROWSER_PATH', which is not a program; looking for another browser."
  fi
  unset BROWSER_PATH
  recall_browser || { ! browser_was_sought && seek_browser; } || return 1
  export BROWSER_PATH
}

recall_browser() {
  [[ -f $venv/browser ]] && BROWSER_PATH=$(<"$venv/browser") && [[ -x $BROWSER_PATH ]]
}

# The same candidates failed before: they are not tried at every start.
browser_was_sought() {
  [[ -f $venv/browser-sought && $(<"$venv/browser-sought") == "$(browser_candidates)" ]]
}

browser_candidates() { type -P "${browsers[@]}" || true; }

seek_browser() {
  BROWSER_PATH=$(first_working_browser) ||
    { ! is_ubuntu && apt_install chromium "${fonts[@]}" && BROWSER_PATH=$(first_working_browser); } || {
    unset BROWSER_PATH
    remember browser-sought "$(browser_candidates)"
    return 1
  }
  need_fonts
  remember browser "$BROWSER_PATH"
}

remember() { printf '%s\n' "$2" 2>/dev/null >"$venv/$1" || true; }

first_working_browser() {
  local candidate
  while read -r candidate; do
    browser_works "$candidate" && printf '%s\n' "$candidate" && return
    say "$candidate is there but does not start without a screen."
  done < <(browser_candidates)
  return 1
}

# Ubuntu's chromium is a snap behind a script of the same name: only a start tells whether it works.
browser_works() {
  local profile page
  profile=$(mktemp -d)
  page=$(timeout -k 2 30 "$1" --headless --no-sandbox --disable-gpu --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$profile" --dump-dom 'data:text/html,<p>drawn</p>' </dev/null 2>/dev/null)
  rm -rf "$profile"
  [[ $page == *drawn* ]]
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# Letters of Azerbaijani, Kazakh, Russian and Korean, for text in pictures.
need_fonts() {
  fonts_are_there && return
  apt_install "${fonts[@]}" && return
  say "Pictures may show boxes for Korean or Cyrillic letters." \
    "Type: sudo apt-get install ${fonts[*]}"
}

fonts_are_there() {
  local language
  for language in az kk ru ko; do
    [[ -n $(fc-list ":lang=$language" family 2>/dev/null) ]] || return 1
  done
}

browser_advice() {
  if is_ubuntu; then
    printf 'install Google Chrome (Ubuntu has Chromium only as a snap: sudo snap install chromium)'
  else
    printf 'type: sudo apt-get install chromium %s' "${fonts[*]}"
  fi
}
