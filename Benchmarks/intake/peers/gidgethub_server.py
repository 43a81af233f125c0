"""A webhook receiver as gidgethub's documentation shows it, on aiohttp and uvloop: verify, decode, answer. Stores nothing."""

import sys

import uvloop
from aiohttp import web
from gidgethub import ValidationFailure, routing, sansio

secret = sys.argv[2]
router = routing.Router()


@router.register("push")
async def push(event):
    pass


async def receive(request):
    body = await request.read()
    try:
        event = sansio.Event.from_http(request.headers, body, secret=secret)
    except ValidationFailure:
        return web.Response(status=401)
    await router.dispatch(event)
    return web.Response(status=202)


uvloop.install()
application = web.Application(client_max_size=25 * 1024 * 1024)
application.router.add_post("/webhooks/github", receive)
web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
