package io.thalweg.broker.simulation;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.controller.LeaderDuties;
import io.thalweg.metadata.controller.RecoveryDuty;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.StorageMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The metadata plane: the production state machine and the production duties of a leader, behind a log whose leaders
 * change. A command is in the log for a while before it is applied; when the leader changes, the first few commands
 * under way are applied by its successor and the others are lost, and nobody is told which.
 */
final class SimMetadata {
    static final long SESSION_MILLIS = 500;
    private static final long TICK_MILLIS = 120;
    private static final long DUTY_MILLIS = 15;
    private static final long PROPOSAL_TIMEOUT_MILLIS = 250;
    private static final long WALL_START = 1_000_000;

    private final SimClock clock;
    private final SimPlan plan;
    private final Map<BrokerId, SimBroker> brokers;
    private final Oracle oracle;
    private final RareEvents rare;
    private final Deque<Entry> log = new ArrayDeque<>();
    private final Set<Command> underWay = new HashSet<>();
    private ClusterImage image = ClusterImage.empty(new UUID(7, 7));
    private ClusterImage twin = image;
    private final Map<BrokerIdentity, Integer> streams = new HashMap<>();
    private @Nullable LeaderDuties duties;
    private RecoveryDuty recovery = new RecoveryDuty();
    private long term;
    private long lastCommit;
    private long wallOffset;
    private boolean faithful;

    SimMetadata(SimClock clock, SimPlan plan, Map<BrokerId, SimBroker> brokers, Oracle oracle, RareEvents rare) {
        this.clock = clock;
        this.plan = plan;
        this.brokers = brokers;
        this.oracle = oracle;
        this.rare = rare;
        lead();
        clock.in(DUTY_MILLIS, this::duty);
    }

    ClusterImage image() {
        return image;
    }

    boolean leading() {
        return duties != null;
    }

    long term() {
        return term;
    }

    /** Whether that term is the one of the present leader. */
    boolean isTerm(long asked) {
        return duties != null && asked == term;
    }

    /** No command and no reply gets lost any more, and there is a leader. */
    void beFaithful() {
        faithful = true;
        if (duties == null) {
            lead();
        }
    }

    /** Soon, and if possible while a set is proposed, the leader is gone for a while, with everything that only it knew. */
    void failOver() {
        failOver(clock.now() + 300);
    }

    private void failOver(long atLatest) {
        if (duties == null || faithful) {
            return;
        }
        boolean proposing = log.stream().anyMatch(entry -> entry.command instanceof Command.ProposeHolders);
        if (!proposing && clock.now() < atLatest) {
            clock.in(2, () -> failOver(atLatest));
            return;
        }
        clock.note("metadata leader of term %s is gone, %s commands under way", term, log.size());
        duties = null;
        long survivors = log.isEmpty() ? 0 : clock.pick(log.size() + 1);
        Deque<Entry> kept = new ArrayDeque<>();
        for (Entry entry : log) {
            if (entry.done) {
                continue;
            }
            entry.tell(() -> clock.in(clock.delay(20, PROPOSAL_TIMEOUT_MILLIS), entry.unknown));
            if (kept.size() < survivors) {
                kept.add(entry);
                rare.seen(
                        RareEvents.Kind.COMMAND_OUTLIVED_ITS_METADATA_LEADER,
                        entry.command instanceof Command.ProposeHolders);
            } else {
                entry.done = true;
                rare.seen(
                        RareEvents.Kind.COMMAND_LOST_WITH_METADATA_LEADER,
                        entry.command instanceof Command.ProposeHolders);
            }
        }
        log.clear();
        log.addAll(kept);
        clock.in(clock.between(20, 900), this::lead);
    }

    private void lead() {
        if (duties != null) {
            return;
        }
        for (Entry entry : log) {
            if (!entry.done) {
                entry.done = true;
                apply(entry.command);
            }
        }
        log.clear();
        underWay.clear();
        term++;
        clock.note("metadata term %s begins", term);
        recovery = new RecoveryDuty();
        duties = new LeaderDuties(SESSION_MILLIS, TICK_MILLIS, clock.now(), clock.now(), image.index());
        wallOffset = clock.chance(0.2) ? clock.between(-3_600_000, 3_600_000) : 0;
    }

    /** Applies at once. */
    CommandReply apply(Command command) {
        ClusterImage before = image;
        Applied applied = CommandApply.apply(before, command, before.index() + 1);
        image = applied.image();
        checkTwin(command);
        if (!(command instanceof Command.Tick)) {
            clock.note("metadata %s: %s -> %s", image.index(), command, applied.reply());
        }
        if (applied.reply().accepted()) {
            oracle.recoveries().onApplied(image, command);
        }
        oracle.onImage(before, image);
        if (!applied.changes().empty()) {
            brokers.values().forEach(broker -> broker.offerImage(image));
        }
        if (applied.reply().accepted() && command instanceof Command.RegisterBroker register) {
            oracle.onRegistered(register.registration());
        }
        return applied.reply();
    }

    /** Another voter applies the same. */
    private void checkTwin(Command command) {
        twin = CommandApply.apply(twin, command, image.index()).image();
        Oracle.require(twin.digest() == image.digest(), "S16", () -> "two voters differ at " + image.index());
    }

    /** Puts a command into the leader's log; {@code unknown} when no outcome comes back. */
    void submit(Command command, Consumer<CommandReply> reply, Runnable unknown) {
        if (duties == null) {
            clock.in(clock.delay(10, 100), unknown);
            return;
        }
        Entry entry = new Entry(command, reply, unknown);
        log.add(entry);
        lastCommit = Math.max(lastCommit, clock.now() + clock.delay(6, 60));
        clock.at(lastCommit, () -> commit(entry));
    }

    private void commit(Entry entry) {
        if (entry.done || duties == null || !log.contains(entry)) {
            return;
        }
        entry.done = true;
        log.remove(entry);
        CommandReply outcome = apply(entry.command);
        entry.tell(() -> entry.reply.accept(outcome));
    }

    /** Submits as a broker does; {@code unknown} when no outcome comes back. */
    void propose(SimBroker from, Command command, Consumer<CommandReply> reply, Runnable unknown) {
        long life = from.life();
        boolean lostThere = !faithful && clock.chance(plan.lostReply() / 2);
        boolean lostBack = !faithful && clock.chance(plan.lostReply());
        boolean twice = !faithful && clock.chance(plan.lostReply());
        Runnable noOutcome = () -> from.post(life, unknown);
        if (lostThere || from.session().sendingCut()) {
            clock.in(PROPOSAL_TIMEOUT_MILLIS, noOutcome);
            return;
        }
        if (twice) {
            clock.in(clock.between(1, 700), () -> submit(command, again -> seenLate(again), () -> {}));
        }
        clock.in(
                clock.delay(4, 200),
                () -> submit(
                        command,
                        outcome -> {
                            if (lostBack || from.session().hearingCut()) {
                                clock.in(PROPOSAL_TIMEOUT_MILLIS, noOutcome);
                            } else {
                                clock.in(clock.delay(4, 100), () -> from.post(life, () -> reply.accept(outcome)));
                            }
                        },
                        noOutcome));
    }

    private void seenLate(CommandReply reply) {
        boolean accepted = reply instanceof CommandReply.Accepted done
                && done.items().stream().anyMatch(item -> item.accepted());
        rare.seen(RareEvents.Kind.LATE_COPY_ACCEPTED, accepted);
        rare.seen(RareEvents.Kind.LATE_COPY_REJECTED, !accepted);
    }

    void opened(BrokerIdentity broker) {
        streams.merge(broker, 1, Integer::sum);
        if (duties != null) {
            duties.opened(broker, clock.now());
        }
    }

    /** The broker's newest session stream breaks; whoever hears of it later is not told of a newer one's end. */
    Runnable breakOf(long inTerm, BrokerIdentity broker) {
        Integer stream = streams.get(broker);
        return () -> broken(inTerm, broker, stream);
    }

    private void broken(long inTerm, BrokerIdentity broker, @Nullable Integer stream) {
        if (isTerm(inTerm) && Objects.equals(stream, streams.get(broker))) {
            Objects.requireNonNull(duties).sessions().broken(broker);
        }
    }

    void beat(long inTerm, BrokerIdentity broker, long imageIndex, StorageMark mark) {
        if (isTerm(inTerm)) {
            Objects.requireNonNull(duties).sessions().beat(broker, imageIndex, mark, clock.now());
        }
    }

    /** The process is dead, and its port says so to whoever asks. */
    void onDeath(BrokerIdentity broker) {
        long inTerm = term;
        clock.in(clock.delay(10, 400), breakOf(inTerm, broker));
        if (clock.chance(0.5)) {
            clock.in(clock.between(20, 400), () -> {
                if (isTerm(inTerm)) {
                    Objects.requireNonNull(duties).provenDead(broker);
                }
            });
        }
    }

    private void duty() {
        clock.in(DUTY_MILLIS, this::duty);
        LeaderDuties mine = duties;
        if (mine == null) {
            return;
        }
        List<Command> due = new ArrayList<>(mine.due(image, clock.now(), WALL_START + clock.now() + wallOffset));
        if (plan.recovering()) {
            RecoveryDuty.Due wanted = recovery.due(image, clock.now());
            due.addAll(wanted.recoveries());
            oracle.rescuer().answer(recovery, wanted);
        }
        for (Command command : due) {
            if (underWay.add(command)) {
                submit(command, reply -> done(mine, command, reply), () -> {});
            }
        }
    }

    private void done(LeaderDuties mine, Command command, CommandReply reply) {
        if (mine != duties) {
            return;
        }
        underWay.remove(command);
        if (reply.accepted() && command instanceof Command.FenceBrokers fence) {
            long index = image.index();
            fence.brokers().forEach(broker -> mine.sessions().fenced(broker, index));
        }
    }

    /** A command in the log; its sender is told once. */
    private static final class Entry {
        private final Command command;
        private final Consumer<CommandReply> reply;
        private final Runnable unknown;
        private boolean done;
        private boolean told;

        Entry(Command command, Consumer<CommandReply> reply, Runnable unknown) {
            this.command = command;
            this.reply = reply;
            this.unknown = unknown;
        }

        void tell(Runnable message) {
            if (!told) {
                told = true;
                message.run();
            }
        }
    }
}
