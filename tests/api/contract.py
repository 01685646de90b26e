# SPDX-License-Identifier: Apache-2.0
"""The API's stories through a proxy that compares every request and answer with the OpenAPI document.
usage: contract.py GOEN. Prints each step; exit 1 at the first breach."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlencode

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent / "support"))
from server import Server, free_port  # noqa: E402

PASSWORD = "correct horse battery"


class Proxy(Server):
    """The server as seen through prism: same calls, other port."""

    def __init__(self, server, document):
        self.port = free_port()
        self.log = open(os.path.join(server.data, "prism.log"), "wb")
        self.process = subprocess.Popen(
            [str(here / "node_modules/.bin/prism"), "proxy", document, f"http://127.0.0.1:{server.port}/api/v1", "--errors",
             "--port", str(self.port), "--host", "127.0.0.1"], stdout=self.log, stderr=self.log)
        until = time.time() + 300
        while time.time() < until:
            try:
                self.connect().request("GET", "/me")
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the proxy did not start")

    def request(self, method, path, body=None, token=None, connection=None, raw=True, headers=None):
        headers = dict(headers or {})
        headers["Host"] = self.host
        status, text = super().request(method, path, body, token, connection, raw=True, headers=headers)
        return status, json.loads(text) if text else None

    def kill(self):
        self.process.terminate()
        self.process.wait()


steps = 0


def step(words, answer, wanted):
    global steps
    steps += 1
    status, body = answer
    if status != wanted:
        print(f"BREACH at “{words}”: {status}, wanted {wanted}\n{json.dumps(body, ensure_ascii=False, indent=1)[:1500]}")
        sys.exit(1)
    return body


def straight(server, method, path, token, body=None, kind="application/zip"):
    """Bytes out and in, without the proxy, whose client reads JSON only."""
    connection = server.connect()
    connection.request(method, "/api/v1" + path, body, {"Authorization": "Bearer " + token, "Content-Type": kind})
    answer = connection.getresponse()
    return answer.status, answer.read()


class Stream:
    """GET /stream, straight: the proxy waits for the end of an answer, which this one has not."""

    def __init__(self, server, token, headers=()):
        self.connection = server.connect()
        self.connection.request("GET", "/api/v1/stream", None, {"Authorization": "Bearer " + token, **dict(headers)})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.getheader("Content-Type") == "text/event-stream", self.answer.status
        assert self.answer.getheader("X-Accel-Buffering") == "no" and "no-store" in self.answer.getheader("Cache-Control")
        self.last = ""

    def hear(self, wanted):
        """The data of the next event of this name; its id is then the last one."""
        name = data = None
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            key, _, value = line.partition(": ")
            if key == "id":
                self.last = value
            elif key == "event":
                name = value
            elif key == "data":
                data = value
            elif not line and name == wanted:
                return json.loads(data)

    def close(self):
        self.connection.close()


def stream_story(api, writer, reader, me):
    """A reader is told of a post while she listens, and of the one she missed when she comes back."""
    stream = Stream(api.server, reader)
    stream.hear("counts")
    first = step("post to listeners", api.request("POST", "/posts", {"text": "会場に着きました"}, writer), 201)
    assert stream.hear("post") == {"id": first["id"], "author": me}
    last = stream.last
    stream.close()
    second = step("post to nobody", api.request("POST", "/posts", {"text": "受付にいます"}, writer), 201)
    stream = Stream(api.server, reader, {"Last-Event-ID": last})
    assert stream.hear("post") == {"id": second["id"], "author": me}
    stream.close()
    stream = Stream(api.server, reader, {"Last-Event-ID": "nonsense"})
    assert stream.hear("reload") == {}
    stream.close()
    assert straight(api.server, "GET", "/stream", "nobody")[0] == 401
    assert straight(api.server, "HEAD", "/stream", reader) == (200, b"")


def feed_story(api, writer, reader, me):
    """What one posts and another, who has exchanged cards with her, answers. `me` is the writer's id."""
    with open(here.parent / "samples/pictures/gps.jpg", "rb") as file:
        status, picture = straight(api.server, "POST", "/pictures", writer, file.read(), "image/jpeg")
    assert status == 201, (status, picture)
    picture = json.loads(picture)
    post = step("post", api.request("POST", "/posts", {"text": "展示会に出ます。 https://mihon.example/",
                "audience": {"to": "exchanged"}, "pictures": [{"id": picture["id"], "alt": "会場の写真"}]}, writer), 201)
    path = f"/posts/{post['id']}"
    step("an empty post", api.request("POST", "/posts", {"text": ""}, writer), 422)
    step("for a tag", api.request("POST", "/posts", {"text": "勉強会の皆さまへ", "audience": {"tag": "勉強会"}}, writer), 201)
    for size in (640, 1600):
        status, image = straight(api.server, "GET", f"/pictures/{picture['id']}/{size}", reader)
        assert status == 200 and (image[:4] == b"RIFF" or image[:2] == b"\xff\xd8"), (status, image[:20])
    step("read it", api.request("GET", path, None, reader), 200)
    edited = step("mend it", api.request("PATCH", path, {"text": "展示会に出展します。"}, writer), 200)
    assert edited["text"] == "展示会に出展します。" and edited["edited_at"] and edited["pictures"], edited
    step("not mine to mend", api.request("PATCH", path, {"text": "x"}, reader), 403)
    versions = step("what it said before", api.request("GET", path + "/versions", None, reader), 200)
    assert len(versions["items"]) == 2, versions
    asked = step("comment", api.request("POST", path + "/comments", {"text": "何日までですか。"}, reader), 201)
    step("answer", api.request("POST", path + "/comments", {"text": "金曜までです。", "reply_to": asked["id"]}, writer), 201)
    comments = step("comments", api.request("GET", path + "/comments?limit=10", None, reader), 200)
    assert [one["reply_to"] for one in comments["items"]] == [None, asked["id"]], comments
    step("react", api.request("PUT", path + "/reaction", {"kind": "useful"}, reader), 204)
    step("who reacted", api.request("GET", path + "/reactions", None, writer), 200)
    feed = step("the feed", api.request("GET", "/feed?limit=20", None, reader), 200)
    assert [one["post"]["reactions"] for one in feed["items"] if one["kind"] == "post"] == [{"useful": 1}], feed
    step("the feed of those who are close", api.request("GET", "/feed?filter=close", None, reader), 200)
    step("no such filter", api.request("GET", "/feed?filter=x", None, reader), 422)
    step("take the reaction back", api.request("DELETE", path + "/reaction", None, reader), 204)
    step("delete the comment", api.request("DELETE", f"/comments/{asked['id']}", None, reader), 204)
    step("her posts", api.request("GET", f"/members/{me}/posts?limit=5", None, reader), 200)
    step("quote it", api.request("POST", "/posts", {"text": "こちらもどうぞ", "quote": post["id"], "mentions": [me]}, reader), 201)
    step("delete it", api.request("DELETE", path, None, writer), 204)
    step("it is gone", api.request("GET", path, None, reader), 404)
    step("take that back", api.request("POST", path + "/restore", None, writer), 200)
    step("it is there", api.request("GET", path, None, reader), 200)
    step("no such post", api.request("GET", "/posts/4242", None, reader), 404)
    return post["id"]


def search_story(api, reader, name, post):
    """What the reader of a post finds by its words, and somebody by her name, page by page; what cannot be asked."""
    def ask(what, wanted=200, **query):
        return step(what, api.request("GET", "/search?" + urlencode(query), None, reader), wanted)

    def found():
        return [one for one in ask("posts by a part of a word", q="出展", kind="posts")["items"] if one["id"] == post]

    deadline = time.monotonic() + 20  # the index follows a moment later
    while not found() and time.monotonic() < deadline:
        time.sleep(0.1)
    [one] = found()
    assert one["kind"] == "post" and one["path"] == f"/posts/{post}" and one["why"][0]["what"] == "text", one
    people = ask("people by name", q=name, kind="people", limit=5)
    assert people["items"] and all(one["kind"] == "person" for one in people["items"]), people
    seen, after = [], {}
    while True:
        page = ask("one at a time", q=name, limit=1, **after)
        assert len(page["items"]) <= 1, page
        seen += [one["path"] for one in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    whole = ask("everything at once", q=name)
    assert seen == [one["path"] for one in whole["items"]] and len(seen) == len(set(seen)), (seen, whole)
    assert ask("nothing", q="ありえない言葉")["items"] == []
    ask("no such kind", 422, q=name, kind="x")
    ask("no page of a search", 422, q=name, after="x")
    ask("too many", 422, q=name, limit=101)
    ask("none at all", 422, q=name, limit=0)
    ask("too long", 422, q="a" * 201)
    step("without a key", api.request("GET", "/search?q=a"), 401)


def message_story(api, hana, ken, me, other, stranger):
    """Hana and Ken, who have exchanged cards, write to each other. `hana` and `ken` are their tokens."""
    thread = step("open a thread", api.request("POST", "/threads", {"members": [other]}, hana), 201)
    step("it is there", api.request("POST", "/threads", {"members": [other], "text": "先日はありがとうございました。"}, hana), 200)
    step("a stranger cannot be reached", api.request("POST", "/threads", {"members": [stranger]}, hana), 403)
    step("nobody at all", api.request("POST", "/threads", {"members": []}, hana), 422)
    path = f"/threads/{thread['id']}"
    sent = step("send", api.request("POST", path + "/messages", {"text": "招待券をお送りします。", "client_id": "a1"}, hana), 201)
    again = step("send it again", api.request("POST", path + "/messages", {"text": "招待券をお送りします。", "client_id": "a1"}, hana), 201)
    assert again["id"] == sent["id"], again
    step("without an id", api.request("POST", path + "/messages", {"text": "x"}, hana), 422)
    step("an unknown field", api.request("POST", path + "/messages", {"text": "x", "client_id": "a2", "urgent": True}, hana), 422)
    page = step("Ken reads", api.request("GET", path + "/messages?limit=1", None, ken), 200)
    page = step("and on", api.request("GET", path + f"/messages?after={page['next']}", None, ken), 200)
    assert [one["text"] for one in page["items"]] == ["招待券をお送りします。"] and page["next"] is None, page
    page = step("the newest", api.request("GET", path + "/messages?before=newest&limit=1", None, ken), 200)
    step("before it", api.request("GET", path + f"/messages?before={page['next']}", None, ken), 200)
    mine = step("his threads", api.request("GET", "/threads?limit=5", None, ken), 200)
    assert mine["items"][0]["unread"] == 2, mine
    step("read", api.request("POST", path + "/read", {"up_to": sent["id"]}, ken), 204)
    step("mute", api.request("PATCH", path, {"muted": True}, ken), 200)
    step("a name for two", api.request("PATCH", path, {"name": "二人"}, ken), 409)
    step("search", api.request("GET", "/messages?q=%E6%8B%9B%E5%BE%85", None, ken), 200)
    step("not hers", api.request("DELETE", f"/messages/{sent['id']}", None, ken), 403)
    step("delete", api.request("DELETE", f"/messages/{sent['id']}", None, hana), 204)
    step("it is gone", api.request("GET", f"/messages/{sent['id']}", None, ken), 404)
    page = step("its place says so", api.request("GET", path + "/messages", None, ken), 200)
    assert page["items"][1]["deleted"] and page["items"][1]["text"] == "", page
    step("restore", api.request("POST", f"/messages/{sent['id']}/restore", None, hana), 200)
    status, file = straight(api.server, "POST", "/files?name=%E8%A6%8B%E7%A9%8D.pdf", hana, b"%PDF-1.7 sample", "application/pdf")
    assert status == 201, (status, file)
    file = json.loads(file)
    step("send the file", api.request("POST", path + "/messages", {"client_id": "f", "files": [file["id"]], "card": me}, hana), 201)
    status, bytes_ = straight(api.server, "GET", f"/files/{file['id']}", ken)
    assert status == 200 and bytes_ == b"%PDF-1.7 sample", status
    group = step("several", api.request("POST", "/threads", {"members": [other], "name": "勉強会"}, hana), 201)
    path = f"/threads/{group['id']}"
    step("rename", api.request("PATCH", path, {"name": "読書会"}, hana), 200)
    step("not in charge", api.request("PATCH", path, {"name": "x"}, ken), 403)
    step("a stranger is not added", api.request("POST", path + "/members", {"member": stranger}, hana), 403)
    step("hand over", api.request("POST", path + "/owner", {"member": other}, hana), 200)
    step("take out", api.request("POST", path + f"/members/{me}/remove", None, ken), 200)
    step("leave", api.request("POST", path + "/leave", None, ken), 204)
    step("has left", api.request("POST", path + "/leave", None, ken), 403)
    step("settings", api.request("GET", "/message-settings", None, ken), 200)
    step("show what is read", api.request("PATCH", "/message-settings", {"shows_read": True}, ken), 200)
    step("no such thread", api.request("GET", "/threads/4242", None, ken), 404)
    step("no such message", api.request("GET", "/messages/4242", None, ken), 404)


def push_story(api, hana, ken):
    step("the server's key", api.request("GET", "/push/key", None, hana), 200)
    body = {"endpoint": "https://push.example/hana", "label": "電話",
            "keys": {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                     "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}
    made = step("a device", api.request("POST", "/push/subscriptions", body, hana), 201)
    step("a private address", api.request("POST", "/push/subscriptions", body | {"endpoint": "https://10.0.0.1/a"}, hana), 422)
    step("an unknown field", api.request("POST", "/push/subscriptions", body | {"urgent": True}, hana), 422)
    listed = step("my devices", api.request("GET", "/push/subscriptions", None, hana), 200)
    assert [one["id"] for one in listed["items"]] == [made["id"]], listed
    step("not his", api.request("DELETE", f"/push/subscriptions/{made['id']}", None, ken), 404)
    step("what of", api.request("PATCH", "/push/settings", {"kinds": ["request", "message"]}, hana), 200)
    step("no such kind", api.request("PATCH", "/push/settings", {"kinds": ["horoscope"]}, hana), 422)
    step("settings", api.request("GET", "/push/settings", None, hana), 200)
    step("no more", api.request("DELETE", f"/push/subscriptions/{made['id']}", None, hana), 204)


def stories(api):
    token = {}
    for who in (1, 2, 3):
        token[who] = step("log in for a token", api.request("POST", "/tokens", {"email": f"member{who}@goen.example",
                          "password": PASSWORD, "label": "contract"}), 201)["token"]
    step("a wrong password is refused", api.request("POST", "/tokens", {"email": "member1@goen.example",
         "password": "wrong wrong wrong", "label": "x"}), 401)
    hana, ken, mei = (step("who am I", api.request("GET", "/me", None, token[who]), 200) for who in (1, 2, 3))
    step("change my settings", api.request("PATCH", "/me", {"reach": "anyone", "bridge": True, "language": "en"}, token[2]), 200)
    card = {"kind": "company", "label": "本業",
            "name": {"family": "髙﨑", "given": "花", "middle": None, "family_kana": "たかさき", "given_kana": "はな",
                     "family_romaji": "Takasaki", "given_romaji": "Hana", "order": "family_first"},
            "sides": {"ja": {"positions": [{"company": "株式会社見本", "department": ["営業本部", "第一営業部"], "title": "課長", "main": True},
                                           {"company": "見本総研合同会社", "department": [], "title": "客員研究員", "main": False}],
                             "address": {"postal_code": "100-0005", "region": "東京都", "locality": "千代田区", "street": "丸の内1-2-3",
                                         "building": "見本ビル10F", "country": "JP"}}},
            "emails": [{"label": "work", "value": "hana@mihon.example"}],
            "phones": [{"label": "main", "value": "03-0000-0000"}, {"label": "mobile", "value": "090-0000-0000"}],
            "urls": [{"label": "web", "value": "https://mihon.example/"}],
            "show": {"name": "none", "positions": "none", "phones.mobile": "colleague"}}
    made = step("make a card", api.request("POST", "/cards", card, token[1]), 201)
    step("my cards", api.request("GET", "/cards", None, token[1]), 200)
    step("one card", api.request("GET", f"/cards/{made['id']}", None, token[1]), 200)
    step("what a stranger sees", api.request("GET", f"/cards/{made['id']}/preview?tier=none", None, token[1]), 200)
    step("transfer", api.request("PATCH", f"/cards/{made['id']}", {"label": "本業2"}, token[1]), 200)
    step("an unknown tier is refused", api.request("GET", f"/members/{ken['id']}", None, token[1]), 200)
    step("make a lasting link to a card", api.request("POST", f"/cards/{made['id']}/link", None, token[1]), 200)
    step("look for cards of guests", api.request("GET", "/guests", None, token[1]), 200)
    step("introductions", api.request("GET", "/introductions", None, token[1]), 200)
    step("introductions made", api.request("GET", "/introductions?box=made", None, token[2]), 200)
    step("an introduction that is not there", api.request("GET", "/introductions/1", None, token[1]), 404)
    step("an introduction of three who are two",
         api.request("POST", "/introductions", {"bridge": "1", "to": "1", "card": "1", "message": "お願いします。"}, token[1]), 422)
    step("thanks for nothing", api.request("POST", "/introductions/1/thank", {"phrase": 1}, token[1]), 404)
    step("a guest's card that is not there", api.request("POST", "/guests/1/accept", {"place": "東京"}, token[1]), 404)
    step("end the link", api.request("DELETE", f"/cards/{made['id']}/link", None, token[1]), 204)
    code = step("show a code", api.request("POST", "/exchange/codes", {"card": made["id"], "minutes": 10, "place": "東京"}, token[1]), 201)
    tie = step("redeem it", api.request("POST", "/exchange/codes/redeem", {"code": code["code"], "card": ken["cards"][0]["id"]}, token[2]), 201)
    assert tie["member"]["id"] == hana["id"], tie
    step("a used code is dead", api.request("POST", "/exchange/codes/redeem", {"code": code["code"], "card": mei["cards"][0]["id"]}, token[3]), 404)
    step("my book", api.request("GET", "/contacts", None, token[2]), 200)
    step("found by reading", api.request("GET", "/contacts?q=takasaki&limit=10", None, token[2]), 200)
    step("one contact", api.request("GET", f"/contacts/{hana['id']}", None, token[2]), 200)
    step("memo and tags", api.request("PATCH", f"/contacts/{hana['id']}", {"memo": "会で隣の席", "tags": ["勉強会"],
         "met": [{"on": "2026-10-03", "place": "東京", "note": "紹介された"}]}, token[2]), 200)
    step("the ledger", api.request("GET", f"/contacts/{hana['id']}/ledger", None, token[2]), 200)
    step("the exchange as I see it", api.request("GET", f"/ties/{ken['id']}", None, token[1]), 200)
    step("an older version of it is not changed", api.request("PATCH", f"/ties/{ken['id']}", {"tier": "close"}, token[1],
         headers={"If-Match": '"older"'}), 412)
    step("nor of a card", api.request("PATCH", f"/cards/{made['id']}", {"label": "本業"}, token[1], headers={"If-Match": '"older"'}), 412)
    step("any version", api.request("PATCH", f"/cards/{made['id']}", {"show": {"phones.mobile": None}}, token[1], headers={"If-Match": "*"}), 200)
    step("closer", api.request("PATCH", f"/ties/{ken['id']}", {"tier": "colleague"}, token[1]), 200)
    contact = step("a private contact", api.request("POST", "/contacts", {"card": {"name": {"family": "渡邊"}}, "memo": "紙の名刺"}, token[2]), 201)
    step("correct it", api.request("PATCH", f"/contacts/{contact['id']}", {"tags": ["紙"]}, token[2]), 200)
    step("what I changed", api.request("GET", f"/contacts/{contact['id']}/history", None, token[2]), 200)
    edit = step("the newest edit", api.request("GET", f"/contacts/{contact['id']}/history", None, token[2]), 200)["items"][0]
    step("undo it", api.request("POST", f"/contacts/{contact['id']}/history/{edit['id']}/undo", None, token[2]), 204)
    step("undone already", api.request("POST", f"/contacts/{contact['id']}/history/{edit['id']}/undo", None, token[2]), 409)
    step("one version against itself", api.request("GET", f"/contacts/{hana['id']}/ledger/compare?from=1&to=1", None, token[2]), 200)
    step("a version that is not there", api.request("GET", f"/contacts/{hana['id']}/ledger/compare?from=1&to=99", None, token[2]), 422)
    batch = step("one tag on many", api.request("POST", "/contacts/tags/batches", {"do": "put_on", "tag": "展示会",
                 "contacts": [contact["id"], hana["id"]]}, token[2]), 200)
    assert batch["changed"] == 2, batch
    step("my tags", api.request("GET", "/contacts/tags", None, token[2]), 200)
    step("changes of tags", api.request("GET", "/contacts/tags/batches", None, token[2]), 200)
    step("undo them", api.request("DELETE", f"/contacts/tags/batches/{batch['id']}", None, token[2]), 204)
    reminder = step("remind me", api.request("POST", "/reminders", {"contact": contact["id"], "in": "next_business_day",
                    "note": "お礼の電話"}, token[2]), 201)
    step("the reminder", api.request("GET", f"/reminders/{reminder['id']}", None, token[2]), 200)
    step("put it off", api.request("PATCH", f"/reminders/{reminder['id']}", {"in": "one_month"}, token[2]), 200)
    step("what waits", api.request("GET", "/reminders?limit=10", None, token[2]), 200)
    step("done", api.request("PATCH", f"/reminders/{reminder['id']}", {"done": True}, token[2]), 200)
    step("what is done", api.request("GET", "/reminders?state=done", None, token[2]), 200)
    step("not done after all", api.request("POST", f"/reminders/{reminder['id']}/undo", None, token[2]), 204)
    step("remove the reminder", api.request("DELETE", f"/reminders/{reminder['id']}", None, token[2]), 204)
    born = step("a birthday without a year", api.request("POST", f"/contacts/{contact['id']}/dates", {"kind": "birthday", "date": "--05-03"},
                token[2]), 201)
    step("dates of a contact", api.request("GET", f"/contacts/{contact['id']}/dates", None, token[2]), 200)
    step("dates to come", api.request("GET", "/reminders/dates?days=366", None, token[2]), 200)
    step("remove the date", api.request("DELETE", f"/contacts/{contact['id']}/dates/{born['id']}", None, token[2]), 204)
    step("people met long ago", api.request("GET", "/contacts/long-ago", None, token[2]), 200)
    step("drop it", api.request("DELETE", f"/contacts/{contact['id']}", None, token[2]), 204)
    step("it is gone", api.request("GET", f"/contacts/{contact['id']}", None, token[2]), 404)
    asked = step("ask for a card", api.request("POST", "/exchange/requests", {"to": ken["id"], "card": mei["cards"][0]["id"],
                 "message": "先日の会でお話しした者です。"}, token[3]), 201)
    step("what I sent", api.request("GET", "/exchange/requests?box=out", None, token[3]), 200)
    step("what came", api.request("GET", "/exchange/requests?box=in", None, token[2]), 200)
    step("held", api.request("POST", f"/exchange/requests/{asked['id']}/hold", None, token[2]), 204)
    step("accepted", api.request("POST", f"/exchange/requests/{asked['id']}/accept", {"card": ken["cards"][0]["id"]}, token[2]), 200)
    near = step("how far", api.request("GET", f"/graph/degree?to={mei['id']}", None, token[1]), 200)
    assert near == {"degree": 2, "exact": True, "hidden": False}, near
    both = step("whom we both know", api.request("GET", f"/graph/mutual?with={mei['id']}", None, token[1]), 200)
    assert [one["id"] for one in both["items"]] == [ken["id"]], both
    ways = step("who can introduce me", api.request("GET", f"/graph/paths?to={mei['id']}", None, token[1]), 200)
    assert ways["items"][0]["bridge"] == ken["id"], ways
    step("whom I may know", api.request("GET", "/graph/suggestions?limit=5", None, token[1]), 200)
    step("not interested", api.request("POST", f"/graph/suggestions/{mei['id']}/dismiss", None, token[1]), 204)
    step("interested after all", api.request("POST", f"/graph/suggestions/{mei['id']}/restore", None, token[1]), 204)
    step("nobody to be near to", api.request("GET", "/graph/degree?to=4242", None, token[1]), 404)
    step("not theirs to accept", api.request("POST", f"/exchange/requests/{asked['id']}/decline", None, token[1]), 404)
    both = step("introduce two I know", api.request("POST", "/introductions", {"from": hana["id"], "to": mei["id"],
                "words": "お二人を紹介します。"}, token[2]), 201)
    path = f"/introductions/{both['id']}"
    step("what waits for me", api.request("GET", "/introductions?limit=10", None, token[3]), 200)
    step("for later", api.request("POST", path + "/hold", None, token[3]), 204)
    step("yes from one", api.request("POST", path + "/accept", {"card": mei["cards"][0]["id"]}, token[3]), 200)
    step("yes from the other", api.request("POST", path + "/accept", {"card": made["id"]}, token[1]), 200)
    step("thanks", api.request("POST", path + "/thank", {"phrase": 1}, token[1]), 204)
    step("as the introducer sees it", api.request("GET", path, None, token[2]), 200)
    step("too late to take it back", api.request("POST", path + "/withdraw", None, token[2]), 409)
    post = feed_story(api, token[1], token[2], hana["id"])
    stream_story(api, token[1], token[2], hana["id"])
    search_story(api, token[2], "takasaki", post)
    message_story(api, token[1], token[2], hana["id"], ken["id"], "4242")
    push_story(api, token[1], token[2])
    step("ended", api.request("DELETE", f"/ties/{hana['id']}", None, token[2]), 204)
    step("nobody's member", api.request("GET", "/members/4242", None, token[2]), 404)
    # A zip is no JSON, which is all the proxy's client reads: it is fetched and sent to the server straight.
    status, archive = straight(api.server, "GET", "/archive", token[2])
    assert status == 200 and archive[:2] == b"PK", (status, archive[:200])
    for wanted in (True, False):  # the second time nothing comes
        status, report = straight(api.server, "POST", "/archive", token[3], archive)
        report = json.loads(report)
        assert status == 200 and (report["contacts"] > 0) == wanted and report["left_out"] == [], report
    assert straight(api.server, "POST", "/archive", token[3], archive[:300])[0] == 422
    for body in ({"card": "x"}, {"card": made["id"], "is_admin": True}, {}):
        # The proxy itself refuses what the document forbids, so these go to the server straight.
        status, problem = api.server.request("POST", "/exchange/codes", body, token[1])
        assert status == 422 and problem["type"].endswith("/problems/invalid"), (status, problem)
    step("log out", api.request("DELETE", f"/tokens/{step('one more token', api.request('POST', '/tokens', {'email': 'member1@goen.example', 'password': PASSWORD, 'label': 'b'}), 201)['id']}", None, token[1]), 204)


def main():
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as data:
        server = Server(binary, data)
        for number in (1, 2, 3):
            server.add_member(number, PASSWORD)
        server.start()
        try:
            _, document = server.request("GET", "/openapi.json")
            path = os.path.join(data, "openapi.json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(document, out, ensure_ascii=False)
            lint = subprocess.run([str(here / "node_modules/.bin/redocly"), "lint", path, "--config", str(here / "redocly.yaml")],
                                  capture_output=True, text=True, env={**os.environ, "REDOCLY_TELEMETRY": "off"})
            if lint.returncode != 0:
                print(lint.stdout + lint.stderr)
                sys.exit("the OpenAPI document does not lint")
            proxy = Proxy(server, path)
            proxy.host, proxy.server = f"127.0.0.1:{server.port}", server
            try:
                stories(proxy)
            finally:
                proxy.kill()
        finally:
            server.stop()
    print(f"contract: the document lints, {steps} steps through the proxy without a breach")


main()
