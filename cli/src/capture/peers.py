#!/usr/bin/env python3
"""The parts of the sample capture that no packaged tool covers: an HTTP and two echo servers, clients, a VLAN port.

serve ADDRESS...           HTTP on 80, TCP echo on 7, UDP echo on 7, on every address, until killed
chat ADDRESS N ROUNDS      N TCP connections at once, ROUNDS small requests on each, in turn
ask ADDRESS N ROUNDS SIZE  N UDP sockets at once, ROUNDS datagrams of SIZE bytes on each, in turn
tag TAP LINK ID            carries frames between the new device TAP and LINK, there with the 802.1Q tag ID, until killed
"""

import fcntl
import http.server
import ipaddress
import os
import random
import select
import socket
import socketserver
import struct
import sys
import threading

TIMEOUT_S = 5
MAX_OBJECT_BYTES = 100_000
TEXT = (b"every packet awaits its turn in the creel\n" * (MAX_OBJECT_BYTES // 42 + 1))[:MAX_OBJECT_BYTES]


def family(address):
    return socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET


def server(base, address, port, handler):
    kind = type(base.__name__, (base,), {
        "address_family": family(address),
        "allow_reuse_address": True,
        "daemon_threads": True,
        "request_queue_size": 64,
    })
    return kind((address, port), handler)


class Objects(http.server.BaseHTTPRequestHandler):
    """GET /N answers N bytes of text."""

    protocol_version = "HTTP/1.1"
    server_version = "sample"
    sys_version = ""

    def do_GET(self):
        digits = self.path.lstrip("/")
        if not digits.isdigit() or int(digits) > MAX_OBJECT_BYTES:
            self.send_error(404)
            return
        body = TEXT[: int(digits)]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", digits)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        """The capture is the log."""


class TcpEcho(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(data)


class UdpEcho(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data, self.client_address)


class UdpServer(socketserver.UDPServer):
    max_packet_size = 65_535


def serve(addresses):
    servers = []
    for address in addresses:
        servers.append(server(socketserver.ThreadingTCPServer, address, 80, Objects))
        servers.append(server(socketserver.ThreadingTCPServer, address, 7, TcpEcho))
        servers.append(server(UdpServer, address, 7, UdpEcho))
    for each in servers:
        threading.Thread(target=each.serve_forever).start()
    print("ready", flush=True)


def chat(address, connections, rounds):
    sizes = random.Random(address)
    sockets = [socket.create_connection((address, 7), TIMEOUT_S) for _ in range(connections)]
    for _ in range(rounds):
        for each in sockets:
            message = TEXT[: sizes.randrange(8, 160)]
            each.sendall(message)
            left = len(message)
            while left > 0:
                chunk = each.recv(left)
                if not chunk:
                    raise ConnectionError(f"echo ended early: missingBytes={left}")
                left -= len(chunk)
    for each in sockets:
        each.close()


def ask(address, clients, rounds, size):
    sockets = [socket.socket(family(address), socket.SOCK_DGRAM) for _ in range(clients)]
    for each in sockets:
        each.settimeout(TIMEOUT_S)
        each.connect((address, 7))
    message = TEXT[:size]
    for _ in range(rounds):
        for each in sockets:
            each.send(message)
            if each.recv(65_535) != message:
                raise ConnectionError("echo differs from what was sent")
    for each in sockets:
        each.close()


def tag(tap, link, vlan):
    """A VLAN sub-interface in user space, because not every kernel has the 8021q module."""
    tun_set_interface, iff_tap_no_header = 0x400454CA, 0x0002 | 0x1000
    sol_packet, packet_auxdata, packet_ignore_outgoing, eth_p_all = 263, 8, 23, 3
    header = struct.pack("!HH", 0x8100, vlan)

    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, tun_set_interface, struct.pack("16sH22x", tap.encode(), iff_tap_no_header))
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(eth_p_all))
    wire.setsockopt(sol_packet, packet_auxdata, 1)
    wire.setsockopt(sol_packet, packet_ignore_outgoing, 1)
    wire.bind((link, eth_p_all))
    print("ready", flush=True)
    while True:
        for ready in select.select([device, wire], [], [])[0]:
            if ready is device:
                frame = os.read(device, 65_535)
                wire.send(frame[:12] + header + frame[12:])
                continue
            # The kernel has taken the tag out of the frame and tells it beside the frame.
            frame, extras, _, _ = wire.recvmsg(65_535, socket.CMSG_SPACE(20))
            for _, _, data in extras:
                status, _, _, _, _, control, protocol = struct.unpack("=IIIHHHH", data)
                if status & 0x10 and protocol == 0x8100 and control & 0xFFF == vlan:
                    os.write(device, frame)


def main(arguments):
    match arguments:
        case ["serve", *addresses] if addresses:
            serve(addresses)
        case ["chat", address, connections, rounds]:
            chat(address, int(connections), int(rounds))
        case ["ask", address, clients, rounds, size]:
            ask(address, int(clients), int(rounds), int(size))
        case ["tag", tap, link, vlan]:
            tag(tap, link, int(vlan))
        case _:
            sys.exit(__doc__)


main(sys.argv[1:])
