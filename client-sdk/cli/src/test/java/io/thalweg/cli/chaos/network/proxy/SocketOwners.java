package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks for the process that has a socket open: the table of connections names the inode of the socket, and the process has
 * a descriptor of that inode. Linux; needs no right but to look at one's own processes.
 */
public final class SocketOwners implements Sources {
    /** Of the IPv6 sockets first: a Java process makes no others if it can. */
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

    /** The table is not read at one moment, and a row may slip through. */
    private static final int LOOKS = 3;

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;
    private static final long NO_INODE = 0;

    private final Supplier<Map<Long, Integer>> processes;

    /** @param processes the id of the broker by that of its process, for those that run */
    public SocketOwners(Supplier<Map<Long, Integer>> processes) {
        this.processes = processes;
    }

    /** Whether this machine has what it needs: looks for a socket of this process. */
    public static boolean work() {
        if (!TABLES.stream().allMatch(Files::isReadable)) {
            return false;
        }
        SocketOwners owners =
                new SocketOwners(() -> Map.of(ProcessHandle.current().pid(), 1));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return owners.of((InetSocketAddress) socket.getLocalSocketAddress(), (InetSocketAddress)
                            socket.getRemoteSocketAddress())
                    == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** Both ends are on the same address of this machine. */
    @Override
    public int of(InetSocketAddress source, InetSocketAddress dialled) {
        OptionalLong inode = OptionalLong.empty();
        for (int look = 0; look < LOOKS && inode.isEmpty(); look++) {
            inode = inode(source.getPort(), dialled.getPort());
        }
        if (inode.orElse(NO_INODE) == NO_INODE) {
            return GONE;
        }
        Path socket = Path.of("socket:[" + inode.getAsLong() + "]");
        return processes.get().entrySet().stream()
                .filter(process -> hasOpen(process.getKey(), socket))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(CLIENTS);
    }

    private static OptionalLong inode(int local, int remote) {
        return TABLES.stream()
                .flatMapToLong(table -> {
                    try {
                        return Files.readAllLines(table).stream()
                                .map(row -> row.strip().split("\\s+"))
                                .filter(row -> isConnection(row, local, remote))
                                .mapToLong(row -> Long.parseLong(row[INODE]));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .findFirst();
    }

    /** Addresses are hexadecimal, {@code 0100007F:1F90}; the port is that after the colon. */
    private static boolean isConnection(String[] row, int local, int remote) {
        if (row.length <= INODE || !row[LOCAL].endsWith(port(local)) || !row[REMOTE].endsWith(port(remote))) {
            return false;
        }
        int hostEnd = row[LOCAL].indexOf(':');
        return row[LOCAL].regionMatches(0, row[REMOTE], 0, hostEnd + 1);
    }

    private static String port(int port) {
        return ":%04X".formatted(port);
    }

    private static boolean hasOpen(long process, Path socket) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            return descriptors.anyMatch(descriptor -> isLink(descriptor, socket));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** A descriptor may have been closed since it was listed. */
    private static boolean isLink(Path descriptor, Path socket) {
        try {
            return Files.readSymbolicLink(descriptor).equals(socket);
        } catch (IOException e) {
            return false;
        }
    }
}
