from importlib.metadata import version as version_of

project = "Tarazu"
author = "The Tarazu authors"
copyright = "2026, The Tarazu authors"
release = version = version_of("tarazu")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "description"

html_theme = "furo"
html_title = "Tarazu"
html_show_sourcelink = False
