"""What keeps the course: set-up, the student's copies, locks, tests, stored notebooks, its pages.

Each module is a command or a part of one, imported by ``cli`` when it is asked for.
"""
