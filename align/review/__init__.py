"""The editor in which a person makes a corpus right: operations, their journal, a session, and a server for a page."""
