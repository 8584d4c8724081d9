package io.fairlead.host.linux.internal;

import io.fairlead.host.XdpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code ss --xdp --processes} prints, which has no JSON: {@code xdp_show} of iproute2's misc/ss.c puts the
 * interface and queue as {@code ens1:q0}, and the processes as {@code users:(("name",pid=1,fd=2))}.
 */
final class XdpListing {

    private static final Pattern SOCKET = Pattern.compile("(?m)^.*?\\s(\\S+):q?(?:\\d+|\\*)\\s.*$");
    private static final Pattern PROCESS = Pattern.compile("\\(\"([^\"]*)\",pid=(\\d+)");

    private XdpListing() {
    }

    static List<XdpSocket> parse(String listing) {
        List<XdpSocket> sockets = new ArrayList<>();
        Matcher lines = SOCKET.matcher(listing);
        while (lines.find()) {
            Matcher process = PROCESS.matcher(lines.group());
            boolean known = process.find();
            sockets.add(new XdpSocket(lines.group(1), known ? process.group(1) : "unknown",
                    known ? Long.parseLong(process.group(2)) : 0));
        }
        return sockets;
    }
}
