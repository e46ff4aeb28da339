package io.thalweg.broker.runtime.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thread that owns a share of the partitions. A turn: drain the mailbox, let the tasks decide, one write of the store
 * for all of them, then the actions that wait for the write. Nothing else blocks it.
 */
public final class PartitionLoop {
    /** {@link TurnMember.Next#SOON}, and {@link TurnMember.Next#LATER}, in ticks. */
    private static final int ACTIVE_TICKS = 4;

    private static final int QUIET_TICKS = 12;

    private final LoopSettings settings;
    private final LoopClock clock;
    private final StoreWriter writer;
    private final LoopEvents events;
    private final Mailbox mailbox;
    private final Turn turn;
    private final Thread thread;
    // Only for the loop's thread.
    /** All members, a twelfth of them for each tick, so that ten thousand do not hold up a turn. */
    private final List<Set<TurnMember>> members = new ArrayList<>();

    private int nextMember;
    /** Those that asked for the next tick. */
    private final Set<TurnMember> restless = new LinkedHashSet<>();

    /** Those that took part in a turn, or asked for it, since the last tick that divides by {@link #ACTIVE_TICKS}. */
    private final Set<TurnMember> active = new LinkedHashSet<>();

    private final ArrayDeque<Unsynced> unsynced = new ArrayDeque<>();
    private final List<LoopTask> drained = new ArrayList<>();
    private long wantedSequence = -1;
    private boolean wantedUrgently;
    private long ticks;
    private long nextTickNanos;

    private record Unsynced(long sequence, TurnMember member) {}

    PartitionLoop(int number, LoopSettings settings, LoopClock clock, StoreWriter writer, LoopEvents events) {
        this.settings = settings;
        this.clock = clock;
        this.writer = writer;
        this.events = events;
        this.mailbox = new Mailbox(settings.mailboxEntries(), settings.mailboxBytes());
        this.turn = new Turn(number);
        for (int tick = 0; tick < QUIET_TICKS; tick++) {
            members.add(new LinkedHashSet<>());
        }
        this.thread = new Thread(this::run, "thalweg-loop-" + number);
    }

    /** Number of the loop, from 0. */
    public int number() {
        return turn.loop();
    }

    /** Puts a task of a client into the mailbox. @return false if it is full or the loop has ended */
    public boolean offer(LoopTask task) {
        return mailbox.offer(task);
    }

    /** Puts an internal task into the mailbox. @return false if the loop has ended */
    public boolean post(LoopTask task) {
        return mailbox.post(task);
    }

    /** From here on the member gets ticks. Only on the loop's thread. */
    public void add(TurnMember member) {
        members.get(nextMember).add(member);
        nextMember = (nextMember + 1) % QUIET_TICKS;
        restless.add(member);
    }

    /** The member hears of the time with the next tick. Only on the loop's thread. */
    public void hurry(TurnMember member) {
        restless.add(member);
    }

    /** The member gets no calls any more. Only on the loop's thread. */
    public void remove(TurnMember member) {
        members.forEach(some -> some.remove(member));
        restless.remove(member);
        active.remove(member);
        unsynced.removeIf(entry -> entry.member() == member);
    }

    /**
     * Calls {@link TurnMember#onSynced} when this turn's write is durable. Only on the loop's thread, after the write.
     *
     * @param urgent whether somebody waits for it; else it may take a tenth of a second
     */
    public void awaitSync(TurnMember member, boolean urgent) {
        long sequence = turn.writtenSequence();
        unsynced.add(new Unsynced(sequence, member));
        boolean known = wantedSequence == sequence && (wantedUrgently || !urgent);
        if (!known) {
            wantedSequence = sequence;
            wantedUrgently = urgent;
            writer.wantSync(sequence, urgent);
        }
    }

    void start() {
        thread.start();
    }

    void synced(long sequence) {
        mailbox.post(given -> {
            Set<TurnMember> durable = new LinkedHashSet<>();
            while (!unsynced.isEmpty() && unsynced.peek().sequence() <= sequence) {
                durable.add(unsynced.remove().member());
            }
            durable.forEach(member -> member.onSynced(given, sequence));
        });
    }

    /** Lets nothing more in, works off what is there, and ends. */
    void stop() throws InterruptedException {
        mailbox.close();
        thread.join();
    }

    private void run() {
        try {
            nextTickNanos = clock.nanos().getAsLong() + tickNanos();
            boolean open = true;
            while (open) {
                open = !mailbox.isClosed();
                turnOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            events.onFatal().accept(e);
        }
    }

    private void turnOnce() throws InterruptedException {
        long wait = Math.max(0, nextTickNanos - clock.nanos().getAsLong());
        int waiting = mailbox.drain(drained, settings.turnEntries(), settings.turnBytes(), wait);
        long start = clock.nanos().getAsLong();
        turn.begin(start / 1_000_000L, clock.wallMillis().getAsLong());
        for (LoopTask task : drained) {
            task.run(turn);
        }
        tickIfDue(start);
        if (!turn.isEmpty()) {
            finish();
            events.listener()
                    .turned(turn.loop(), drained.size(), waiting, clock.nanos().getAsLong() - start);
        }
        drained.clear();
    }

    /** Writes and runs what follows; that may ask for more writes, so until nothing is left. */
    private void finish() {
        while (!turn.isEmpty()) {
            if (!turn.changes().isEmpty()) {
                long start = clock.nanos().getAsLong();
                long bytes = turn.changes().bytes();
                turn.written(writer.write(turn.changes()));
                events.listener().wrote(turn.loop(), bytes, clock.nanos().getAsLong() - start);
            }
            for (TurnMember member : turn.takeTouched()) {
                active.add(member);
                member.afterWrite(turn);
            }
            turn.takeAfterMembers().forEach(Runnable::run);
            events.afterPass().run();
        }
        events.afterTurn().run();
    }

    private void tickIfDue(long nowNanos) {
        if (nowNanos < nextTickNanos) {
            return;
        }
        nextTickNanos = nowNanos + tickNanos();
        ticks++;
        Set<TurnMember> due = new LinkedHashSet<>(restless);
        restless.clear();
        if (ticks % ACTIVE_TICKS == 0) {
            due.addAll(active);
            active.clear();
        }
        due.addAll(members.get((int) (ticks % QUIET_TICKS)));
        for (TurnMember member : due) {
            switch (member.onTick(turn)) {
                case AT_ONCE -> restless.add(member);
                case SOON -> active.add(member);
                case LATER -> {}
            }
        }
    }

    private long tickNanos() {
        return settings.tickMillis() * 1_000_000L;
    }
}
