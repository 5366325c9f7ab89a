"""The exercises, a module for each notebook; a judge that fills a page has one of its own."""
