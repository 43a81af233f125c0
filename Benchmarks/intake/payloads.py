"""Push deliveries as GitHub sends them, each of exactly the wanted size and no two alike."""

import hashlib
import hmac
import json
import random

WORDS = (
    "fix add remove rename move build test release retry delivery cluster image branch page button form header cache "
    "query index token secret login invoice order basket price currency locale route handler client server queue "
    "worker timeout limit error message text colour layout icon menu table chart export import upload archive"
).split()
NAMES = "ada alan barbara bertrand dennis edsger frances grace john ken leslie margaret niklaus radia tony".split()
FOLDERS = "src app lib components pages tests docs scripts styles server client api k8s config public".split()
ENDINGS = ".ts .tsx .css .md .json .yaml .go .swift .html .svg".split()


class Payloads:
    """Bodies and their signatures; the same seed gives the same bodies."""

    def __init__(self, size, count, secret, seed=1):
        self.random = random.Random(seed * 1_000_003 + size)
        self.bodies = [self.body(size) for _ in range(count)]
        self.signatures = [hmac.new(secret.encode(), body, hashlib.sha256).hexdigest() for body in self.bodies]

    def write(self, file):
        """For the Lua script: signature, length and body of each."""
        with open(file, "wb") as out:
            for signature, body in zip(self.signatures, self.bodies):
                out.write(f"{signature} {len(body)}\n".encode() + body)

    def body(self, size):
        """A push with as many commits as fit; below about 7 KB, where GitHub has none, one without most of its links."""
        push = self.push()
        while len(encoded(push)) < size - 1200:
            push["commits"].append(self.commit(push["repository"]["html_url"]))
        if len(encoded(push)) > size:
            push["head_commit"] = None
        for holder, key in self.dispensable(push):
            if len(encoded(push)) > size:
                del holder[key]
        missing = size - len(encoded(push))
        assert missing >= 0, f"no push fits into {size} bytes"
        push["commits"][0]["message"] += self.text(missing)
        return encoded(push)

    @staticmethod
    def dispensable(push):
        needed = {"id", "full_name", "owner", "default_branch", "private", "fork"}
        repository, commit, sender = push["repository"], push["commits"][0], push["sender"]
        links = [key for key in repository if key.endswith("_url")]
        return (
            [(push, "organization")] + [(repository, key) for key in links]
            + [(repository, key) for key in repository if key not in needed and key not in links]
            + [(account, key) for account in (repository["owner"], sender) for key in list(account)
               if key not in ("login", "id")]
            + [(commit, key) for key in ("author", "committer", "url", "tree_id", "distinct")]
            + [(push, key) for key in ("installation", "compare", "base_ref")]
        )

    def push(self):
        owner, name = f"{self.word()}-{self.number(999)}", f"{self.word()}-{self.word()}-{self.number(9999)}"
        api, web = f"https://api.github.com/repos/{owner}/{name}", f"https://github.com/{owner}/{name}"
        repository = {
            "id": self.number(900_000_000), "node_id": self.opaque(20), "name": name, "full_name": f"{owner}/{name}",
            "private": True, "owner": self.account(owner, "Organization"), "html_url": web,
            "description": self.text(60), "fork": False, "url": web,
        }
        for part in (
            "forks keys{/key_id} collaborators{/collaborator} teams hooks issues/events{/number} events assignees{/user} "
            "branches{/branch} tags git/blobs{/sha} git/tags{/sha} git/refs{/sha} git/trees{/sha} statuses/{sha} languages "
            "stargazers contributors subscribers subscription commits{/sha} git/commits{/sha} comments{/number} "
            "contents/{+path} compare/{base}...{head} merges downloads issues{/number} pulls{/number} milestones{/number} "
            "notifications{?since,all,participating} labels{/name} releases{/id} deployments"
        ).split():
            repository[part.split("{")[0].strip("/").replace("/", "_") + "_url"] = f"{api}/{part}"
        repository |= {
            "created_at": self.number(1_700_000_000), "updated_at": "2026-03-01T10:00:00Z",
            "pushed_at": self.number(1_790_000_000), "git_url": f"git://github.com/{owner}/{name}.git",
            "ssh_url": f"git@github.com:{owner}/{name}.git", "clone_url": f"{web}.git", "size": self.number(90_000),
            "stargazers_count": self.number(500), "language": "TypeScript", "has_issues": True, "archived": False,
            "disabled": False, "is_template": False, "topics": [], "visibility": "private", "forks": 0,
            "open_issues": self.number(90), "default_branch": "main", "master_branch": "main",
        }
        first = self.commit(web)
        return {
            "ref": "refs/heads/main", "before": self.sha(), "after": first["id"], "repository": repository,
            "pusher": {"name": self.name(), "email": f"{self.name()}@example.com"},
            "organization": self.account(owner, "Organization"), "sender": self.account(self.name(), "User"),
            "installation": {"id": self.number(90_000_000), "node_id": self.opaque(32)},
            "created": False, "deleted": False, "forced": False, "base_ref": None,
            "compare": f"{web}/compare/{self.sha()[:12]}...{self.sha()[:12]}", "commits": [first],
            "head_commit": dict(first),
        }

    def commit(self, web):
        sha, author = self.sha(), self.name()
        person = {"name": author, "email": f"{author}@example.com", "username": f"{author}-{self.number(99)}"}
        return {
            "id": sha, "tree_id": self.sha(), "distinct": True, "message": self.text(self.random.randint(30, 160)),
            "timestamp": f"2026-03-{self.random.randint(10, 28)}T1{self.number(9)}:2{self.number(9)}:3{self.number(9)}+01:00",
            "url": f"{web}/commit/{sha}", "author": person, "committer": person,
            "added": self.files(2), "removed": self.files(1), "modified": self.files(5),
        }

    def account(self, login, kind):
        url = f"https://api.github.com/users/{login}"
        identity = self.number(200_000_000)
        return {
            "name": login, "login": login, "id": identity, "node_id": self.opaque(20), "url": url,
            "avatar_url": f"https://avatars.githubusercontent.com/u/{identity}?v=4", "gravatar_id": "",
            "html_url": f"https://github.com/{login}", "repos_url": f"{url}/repos", "type": kind, "site_admin": False,
        }

    def files(self, most):
        return [
            f"{self.random.choice(FOLDERS)}/{self.word()}/{self.word()}-{self.word()}{self.random.choice(ENDINGS)}"
            for _ in range(self.random.randint(0, most))
        ]

    def text(self, length):
        text = ""
        while len(text) < length:
            text += self.word() + " "
        return text[:length]

    def word(self):
        return self.random.choice(WORDS)

    def name(self):
        return self.random.choice(NAMES)

    def number(self, most):
        return self.random.randint(1, most)

    def sha(self):
        return f"{self.random.getrandbits(160):040x}"

    def opaque(self, length):
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        return "".join(self.random.choice(letters) for _ in range(length))


def encoded(push):
    return json.dumps(push, separators=(",", ":")).encode()
