# Holds stalled connections against a port of 127.0.0.1 until it is ended: besieger.py PORT COUNT, and the way to stall as JSON on stdin
# (stalls.ts). Says "open" once all are, and at SIGTERM how many it replaced because the server had ended them. Python, because a slow
# reader has to look to the kernel as one on the net does: by default loopback's segments of 64 KiB and its buffers would take megabytes
# for each, more than the machine has for all, and the server would never notice.
import json, select, signal, socket, sys, time

DRIP_SECONDS = 5
# A connection that is not read is not told of its end either: each is begun anew after so long.
UNREAD_SECONDS = 60

port, count, kind = int(sys.argv[1]), int(sys.argv[2]), json.load(sys.stdin)
poll = select.epoll()
held, cut_off, ended = {}, 0, False


def begin():
    connection = socket.socket()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1460)
    if not kind["isRead"]:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    try:
        connection.connect(("127.0.0.1", port))
        connection.sendall(kind["opening"].encode())
    except OSError:
        connection.close()
        return
    connection.setblocking(False)
    poll.register(connection, select.EPOLLRDHUP | (select.EPOLLIN if kind["isRead"] else 0))
    held[connection.fileno()] = (connection, time.monotonic())


def end(fileno):
    poll.unregister(fileno)
    held.pop(fileno)[0].close()


def stop(*_):
    global ended
    ended = True


signal.signal(signal.SIGTERM, stop)
while len(held) < count:
    begin()
print("open", flush=True)
drips = []
while not ended:
    for fileno, event in poll.poll(0.05):
        is_over = event & (select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP)
        try:
            is_over = is_over or (kind["isRead"] and held[fileno][0].recv(65_536) == b"")
        except OSError:
            is_over = True
        if is_over:
            end(fileno)
            cut_off += 1
    now = time.monotonic()
    if kind["drip"]:
        # A few at a time: who wants to stay unseen does not come in bursts.
        drips = drips or [(now + DRIP_SECONDS * index / count, fileno) for index, fileno in enumerate(held)]
        while drips and drips[0][0] <= now:
            fileno = drips.pop(0)[1]
            try:
                if fileno in held:
                    held[fileno][0].send(kind["drip"].encode())
            except OSError:
                pass
    if not kind["isRead"]:
        oldest = sorted(held.items(), key=lambda item: item[1][1])[: max(1, count // (UNREAD_SECONDS * 20))]
        for fileno, _ in oldest:
            end(fileno)
    for _ in range(count - len(held)):
        begin()
print(cut_off, flush=True)
