package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection through the proxy. What happens at one end, its end included, is known at the other one only while nothing
 * holds that direction; so is that a port refuses. Used by the loop.
 */
final class Link {
    private final EventLoop loop;
    private final Door door;
    private final int place;
    private final End source;
    private @Nullable End target;
    private @Nullable Talk talk;
    private boolean over;

    /** Two ends that are connected. */
    private record Talk(End source, End target, Pipe requests, Pipe answers) {
        void move(boolean open, boolean back) {
            if (open) {
                requests.move();
            }
            if (back) {
                answers.move();
            }
            source.await(wants(SelectionKey.OP_READ, open && requests.wantsToRead())
                    | wants(SelectionKey.OP_WRITE, back && answers.wantsToWrite()));
            target.await(wants(SelectionKey.OP_READ, back && answers.wantsToRead())
                    | wants(SelectionKey.OP_WRITE, open && requests.wantsToWrite()));
        }

        private static int wants(int operation, boolean does) {
            return does ? operation : 0;
        }

        boolean isOver() {
            return requests.isDone() && answers.isDone() || requests.hasReset() || answers.hasReset();
        }
    }

    /** @param place who has dialled, as {@link Sources} says it */
    Link(EventLoop loop, Door door, int place, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.door = door;
        this.place = place;
        this.source = new End(loop, channel, this::advance);
    }

    boolean isOver() {
        return over;
    }

    /** Does all that can be done now. */
    void advance() {
        if (over) {
            return;
        }
        boolean open = door.isOpen(place, door.broker());
        boolean back = door.isOpen(door.broker(), place);
        if (talk == null && open) {
            connect(back);
        }
        Talk current = talk;
        if (current != null) {
            current.move(open, back);
            if (current.isOver()) {
                close();
            }
        }
    }

    private void connect(boolean back) {
        try {
            if (target == null) {
                SocketChannel channel = SocketChannel.open();
                target = new End(loop, channel, this::advance);
                channel.connect(door.bound());
            }
            End far = target;
            if (far.isConnected()) {
                talk = new Talk(source, far, new Pipe(source, far, () -> {}), new Pipe(far, source, door::check));
            } else {
                far.await(SelectionKey.OP_CONNECT);
            }
        } catch (IOException refused) {
            closeTarget();
            if (back) {
                door.check();
                source.reset();
                over = true;
            }
        }
    }

    private void closeTarget() {
        End far = target;
        target = null;
        if (far != null) {
            far.close();
        }
    }

    void close() {
        over = true;
        closeTarget();
        source.close();
    }
}
