"""A daemon on the bus: the other side of the tests, with an implementation of D-Bus that is not ours (libdbus).

    peer.py ADDRESS NAME

Says "ready" when it owns the name. It has one object, /io/fairlead/test.
"""
import os
import sys

import dbus
import dbus.bus
import dbus.lowlevel
import dbus.mainloop.glib
from gi.repository import GLib

PATH = "/io/fairlead/test"
FACE = "io.fairlead.test"

mainloop = GLib.MainLoop()
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(sys.argv[1])
bus.set_exit_on_disconnect(False)


def answer(call, signature, *values):
    reply = dbus.lowlevel.MethodReturnMessage(call)
    if signature:
        reply.append(*values, signature=signature)
    bus.send_message(reply)


def signal(member, signature, *values):
    message = dbus.lowlevel.SignalMessage(PATH, FACE, member)
    message.append(*values, signature=signature)
    bus.send_message(message)


def handle(connection, call):
    if call.get_type() != dbus.lowlevel.MESSAGE_TYPE_METHOD_CALL:
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
    member = call.get_member()
    values = call.get_args_list(byte_arrays=False)
    if member == "Echo":
        answer(call, call.get_signature(), *values)
    elif member == "Text":
        # What libdbus understood, for what an echo would hide.
        answer(call, "s", repr(plain(values)))
    elif member == "Destination":
        answer(call, "s", call.get_destination())
    elif member == "Long":
        answer(call, "s", "x" * int(values[0]))
    elif member == "Units":
        answer(call, "a(ssssssouso)", [
            ("unit-%d.service" % i, "A unit of the host", "loaded", "active", "running", "",
             "/org/freedesktop/systemd1/unit/unit_%d" % i, i, "", "/") for i in range(int(values[0]))])
    elif member == "Get" or member == "GetAll":
        answer(call, "v" if member == "Get" else "a{sv}",
               dbus.String("1.52") if member == "Get" else {"Version": "1.52", "Startup": False})
    elif member == "Set":
        signal("WasSet", "s", repr(plain(values)))
        answer(call, "")
    elif member == "Signal":
        for i in range(int(values[0])):
            signal("Heard", "us", i, "signal")
        answer(call, "")
    elif member == "Refuse":
        bus.send_message(dbus.lowlevel.ErrorMessage(call, "io.fairlead.test.Error.Busy", "not \x1b[31mnow"))
    elif member == "Silence":
        pass
    elif member == "Die":
        os._exit(1)
    elif member == "Leave":
        bus.release_name(sys.argv[2])
        answer(call, "")
    else:
        return dbus.lowlevel.HANDLER_RESULT_NOT_YET_HANDLED
    return dbus.lowlevel.HANDLER_RESULT_HANDLED


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, dbus.Byte) or isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)


bus.add_message_filter(handle)
bus.request_name(sys.argv[2], dbus.bus.NAME_FLAG_DO_NOT_QUEUE)
print("ready", flush=True)
mainloop.run()
