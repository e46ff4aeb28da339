package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens in the place of brokers and passes on, byte by byte, what goes through their ports, but for what is held: that waits
 * here and in the sender, and goes on in order when nothing holds it any more. Connections stay open meanwhile, and new ones
 * are taken and not answered. The methods may be called from any thread.
 */
public final class Proxy implements AutoCloseable {
    /** How soon a port that begins to listen can be dialled. */
    private static final long TICK_MILLIS = 10;

    private static final long LONGEST_SEARCH_SECONDS = 5;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Sources sources;
    private final Walls walls;
    private final ExecutorService search;
    private final EventLoop loop;
    // Of the loop's thread:
    private final List<Door> doors = new ArrayList<>();
    private final Set<SocketChannel> unknown = new HashSet<>();
    private final Set<Link> links = new HashSet<>();

    private Proxy(List<Passage> passages, Sources sources) {
        this.sources = sources;
        this.walls = new Walls(passages.stream().mapToInt(Passage::broker).max().orElse(0));
        this.search = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "chaos-proxy-search");
            thread.setDaemon(true);
            return thread;
        });
        this.loop = EventLoop.start("chaos-proxy", this::tick, TICK_MILLIS);
        loop.call(() -> {
            passages.forEach(passage -> doors.add(new Door(loop, passage, walls, this::arrive)));
            doors.forEach(Door::check);
        });
    }

    /** Listens until it is closed. */
    public static Proxy start(List<Passage> passages, Sources sources) {
        return new Proxy(passages, sources);
    }

    /** From the return of this on, exactly this is held. */
    public void hold(Barrier barrier) {
        loop.call(() -> {
            walls.become(barrier);
            doors.forEach(Door::check);
            List.copyOf(links).forEach(Link::advance);
        });
    }

    private void tick() {
        doors.stream().filter(Door::isShut).forEach(Door::check);
        links.removeIf(Link::isOver);
    }

    /** Nothing of a connection is passed on before it is known who has made it. */
    private void arrive(Door door, SocketChannel channel) {
        unknown.add(channel);
        search.execute(() -> {
            int place = place(channel);
            loop.execute(() -> admit(door, channel, place));
        });
    }

    private int place(SocketChannel channel) {
        try {
            return sources.of(
                    (InetSocketAddress) channel.getRemoteAddress(), (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            return Sources.GONE;
        }
    }

    private void admit(Door door, SocketChannel channel, int place) {
        unknown.remove(channel);
        try {
            if (place == Sources.GONE) {
                channel.close();
                return;
            }
            Link link = new Link(loop, door, place, channel);
            links.add(link);
            link.advance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections and shuts the ports; a second time does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        loop.call(this::shut);
        search.shutdown();
        try {
            search.awaitTermination(LONGEST_SEARCH_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }

    private void shut() {
        try {
            for (Door door : doors) {
                door.shut();
            }
            for (SocketChannel channel : unknown) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        doors.clear();
        links.forEach(Link::close);
    }
}
