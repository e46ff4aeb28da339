package io.thalweg.cli.chaos.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A network namespace per broker, all on one bridge with this process. Needs Linux, root and {@code ip}. The addresses are
 * from 198.18.0.0/15, which is set aside for tests; nothing leaves this machine. What is lost are packets, acknowledgements
 * among them: a connection that loses one direction soon stalls in the other one, too. They are lost by sending them to a
 * hardware address that nobody has.
 */
final class Namespaces implements Network {
    private static final String HERE = "254";
    private static final String NOBODY = " lladdr 02:00:00:00:00:00 nud permanent";

    private final String prefix;
    private final String net;
    private final String bridge;
    private final int brokers;
    private final Ports ports;
    private Set<Flow> lost = Set.of();

    Namespaces(int brokers) {
        long process = ProcessHandle.current().pid();
        this.brokers = brokers;
        this.ports = Ports.of(brokers);
        this.prefix = "tw" + Long.toString(process, 36);
        this.bridge = prefix + "b";
        this.net = "198.18." + process % 256 + ".";
        try {
            create();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Whether this process may make such a network. */
    static boolean allowed() {
        if (!Files.isDirectory(Path.of("/proc/self/ns")) || !"root".equals(System.getProperty("user.name"))) {
            return false;
        }
        String probe = "twp" + ProcessHandle.current().pid();
        return Command.run("sh", "-c", "command -v ip && ip netns add " + probe + " && ip netns del " + probe)
                        .exitCode()
                == 0;
    }

    private void create() {
        ip("link add " + bridge + " type bridge");
        ip("addr add " + net + HERE + "/24 dev " + bridge);
        ip("link set " + bridge + " up");
        for (int broker = 1; broker <= brokers; broker++) {
            String place = place(broker);
            ip("netns add " + place);
            ip("link add " + port(broker) + " type veth peer name eth0 netns " + place);
            ip("link set " + port(broker) + " master " + bridge + " up");
            ip("-n " + place + " link set lo up");
            ip("-n " + place + " addr add " + host(broker) + "/24 dev eth0");
            ip("-n " + place + " link set eth0 up");
        }
    }

    private String host(int broker) {
        return net + broker;
    }

    @Override
    public Address bound(int broker, Listener listener) {
        return new Address(host(broker), ports.port(broker, listener));
    }

    @Override
    public Address dialled(int broker, Listener listener) {
        return bound(broker, listener);
    }

    @Override
    public List<String> inside(int broker) {
        return List.of("ip", "netns", "exec", place(broker));
    }

    private String place(int broker) {
        return prefix + "n" + broker;
    }

    private String port(int broker) {
        return prefix + "v" + broker;
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public void lose(Set<Flow> flows) {
        flows.stream().filter(flow -> !lost.contains(flow)).forEach(flow -> neighbour("replace", flow, NOBODY));
        lost.stream().filter(flow -> !flows.contains(flow)).forEach(flow -> neighbour("del", flow, ""));
        lost = Set.copyOf(flows);
    }

    private void neighbour(String verb, Flow flow, String options) {
        String receiver = flow.to() == Flow.CLIENTS ? HERE : Integer.toString(flow.to());
        boolean here = flow.from() == Flow.CLIENTS;
        ip((here ? "" : "-n " + place(flow.from()) + " ") + "neigh " + verb + " " + net + receiver + " dev "
                + (here ? bridge : "eth0") + options);
    }

    @Override
    public void close() {
        for (int broker = 1; broker <= brokers; broker++) {
            Command.run("ip", "netns", "del", place(broker));
            Command.run("ip", "link", "del", port(broker));
        }
        Command.run("ip", "link", "del", bridge);
    }

    private static void ip(String words) {
        Command.require(("ip " + words).split(" ", -1));
    }
}
