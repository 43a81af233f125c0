enum GitHubAPI {}
