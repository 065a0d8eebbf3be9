"""The web app: a page on this computer that shows a case, and the routes that it asks; it has no logic of its own."""
