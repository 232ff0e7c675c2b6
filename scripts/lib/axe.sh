# shellcheck shell=bash
# axe-core, which the tests of the page look for what shuts people out with. PyPI carries its script.

axe_folder=$repository/.build/axe
axe_script=$axe_folder/axe_playwright_python/axe.min.js
# One file of one version: nothing else that PyPI may answer is taken.
axe_wanted='axe-playwright-python==0.1.8 --hash=sha256:fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8'

# Fetches it once, into the build's folder, and tells the tests where it is. Without it they say that they skip.
find_axe() {
    if [ ! -f "$axe_script" ]; then
        mkdir -p -- "$axe_folder" "$cache_folder"
        printf '%s\n' "$axe_wanted" >"$axe_folder/wanted.txt"
        python3 -m pip install --quiet --no-input --disable-pip-version-check --no-cache-dir --no-compile --no-deps \
            --only-binary :all: --require-hashes --timeout 15 --retries 1 --target "$axe_folder" \
            -r "$axe_folder/wanted.txt" >"$cache_folder/axe.log" 2>&1 || true
    fi
    if [ -f "$axe_script" ]; then
        export AUDIOWATCH_AXE=$axe_script
    else
        say "  axe-core cannot be fetched from PyPI, so its test is skipped: $(tail -n 1 -- "$cache_folder/axe.log")"
    fi
}
