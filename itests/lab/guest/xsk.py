# An AF_XDP socket on queue 0 of an interface, held until it is killed (linux/if_xdp.h): no Debian package has a small one.
import ctypes, mmap, os, signal, socket, struct, sys
memory = mmap.mmap(-1, 64 * 4096)
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
xsk = socket.socket(44, socket.SOCK_RAW, 0)
xsk.setsockopt(283, 4, struct.pack("QQIIII", address, 64 * 4096, 4096, 0, 0, 0))
for ring in (5, 6, 2):
    xsk.setsockopt(283, ring, struct.pack("I", 64))
to = struct.pack("HHIII", 44, 0, socket.if_nametoindex(sys.argv[1]), 0, 0)
if ctypes.CDLL(None, use_errno=True).bind(xsk.fileno(), to, len(to)):
    raise OSError(ctypes.get_errno(), "bind")
signal.pause()
