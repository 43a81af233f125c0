-- Deliveries for wrk: every request has its own GUID, and the next of a pool of signed bodies.
-- wrk runs one Lua state per thread; `setup` numbers them.
--
-- GUIDs are of the form of UUIDs of version 1, as in GitHub's documentation: they begin with the low bits of the time.

local ffi = require("ffi")
ffi.cdef("struct clock { long seconds, microseconds; }; int gettimeofday(struct clock *, void *);")
local clock = ffi.new("struct clock")

local started = 0

function setup(thread)
    thread:set("number", started)
    started = started + 1
end

function init(arguments)
    local path, run, host = arguments[1], tonumber(arguments[2]), arguments[3]
    identity = run * 64 + number
    sent = 0
    heads, tails = {}, {}
    local file = assert(io.open(arguments[4], "rb"))
    while true do
        local line = file:read("*l")
        if not line then break end
        local signature, length = line:match("^(%x+) (%d+)$")
        heads[#heads + 1] = "POST " .. path .. " HTTP/1.1\r\nHost: " .. host .. "\r\nUser-Agent: GitHub-Hookshot/044aadd\r\n"
            .. "Accept: */*\r\nContent-Type: application/json\r\nContent-Length: " .. length .. "\r\n"
            .. "X-GitHub-Event: push\r\nX-GitHub-Hook-ID: 292430182\r\nX-GitHub-Hook-Installation-Target-ID: 79929171\r\n"
            .. "X-GitHub-Hook-Installation-Target-Type: integration\r\nX-Hub-Signature-256: sha256=" .. signature
            .. "\r\nX-GitHub-Delivery: "
        tails[#tails + 1] = "\r\n\r\n" .. file:read(tonumber(length))
    end
    file:close()
    next_body = (number * 37) % #heads + 1
end

function request()
    next_body = next_body % #heads + 1
    sent = sent + 1
    ffi.C.gettimeofday(clock, nil)
    local ticks = tonumber(clock.seconds) % 100000 * 1e7 + tonumber(clock.microseconds) * 10
    local guid = string.format("%08x-%04x-11f0-%04x-%012x",
        ticks % 2 ^ 32, math.floor(ticks / 2 ^ 32), identity % 0x10000, sent)
    return heads[next_body] .. guid .. tails[next_body]
end

function done(summary, latency, requests)
    local e = summary.errors
    io.write(string.format(
        '{"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        e.status, e.connect + e.read + e.write + e.timeout))
end
