"""Running circuits on IBM hardware: the account, the client, the journal, the jobs."""
