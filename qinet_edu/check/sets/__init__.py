"""The exercises, a module for each notebook; a judge that fills a page has one of its own.

Files whose names begin with ``own_`` are an instructor's: they are found without being listed.
"""
