package io.thalweg.cli.chaos.nemesis;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.cli.chaos.network.Direction;
import java.util.List;
import java.util.stream.Stream;

/** A way to hurt three brokers. Injected here; ended by {@link BrokerSet#heal}. */
enum Fault {
    KILL_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.leader().kill();
        }
    },
    KILL_METADATA_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.metadataLeader().kill();
        }
    },
    KILL_BOTH_LEADERS(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            List<BrokerProcess> both = Stream.of(target.leader(), target.metadataLeader())
                    .distinct()
                    .toList();
            both.forEach(BrokerProcess::kill);
        }
    },
    KILL_ALL(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::kill);
        }
    },
    KILL_WHILE_STARTING(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            BrokerProcess victim = target.leader();
            for (int round = 0; round < 3; round++) {
                victim.kill();
                victim.start();
                Patience.until(target.within(2_500), victim::isReady);
            }
            victim.kill();
        }
    },
    PAUSE_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.leader().pause();
        }
    },
    PAUSE_METADATA_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.metadataLeader().pause();
        }
    },
    PAUSE_ALL(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::pause);
        }
    },
    STOP_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.leader().stop();
        }
    },
    STOP_ALL(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::stop);
        }
    },
    CUT_LEADER(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cut(target.leader(), Direction.BOTH);
        }
    },
    CUT_LEADER_FROM_BROKERS(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.leader(), Direction.BOTH);
        }
    },
    CUT_METADATA_LEADER_FROM_BROKERS(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.metadataLeader(), Direction.BOTH);
        }
    },
    CUT_LEADER_OUTBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cut(target.leader(), Direction.OUTBOUND);
        }
    },
    CUT_LEADER_INBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cut(target.leader(), Direction.INBOUND);
        }
    },
    CUT_LEADER_FROM_BROKERS_OUTBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.leader(), Direction.OUTBOUND);
        }
    },
    CUT_LEADER_FROM_BROKERS_INBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.leader(), Direction.INBOUND);
        }
    },
    CUT_METADATA_LEADER_FROM_BROKERS_OUTBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.metadataLeader(), Direction.OUTBOUND);
        }
    },
    CUT_METADATA_LEADER_FROM_BROKERS_INBOUND(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.metadataLeader(), Direction.INBOUND);
        }
    },
    CUT_ALL(Needs.CUTS) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(broker -> target.brokers().cut(broker, Direction.BOTH));
        }
    },
    MOVE_LEADER_AWAY(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.moves().awayFromLeader();
        }
    },
    MOVE_THERE_AND_BACK(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            for (int round = 0; round < 3; round++) {
                target.moves().awayFromLeader();
                Patience.until(target.within(700), target.moves()::areOver);
                target.moves().toAll();
                Patience.until(target.within(300), target.moves()::areOver);
                target.moves().cancel();
            }
        }
    },
    MOVE_AND_KILL_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            BrokerProcess leader = target.leader();
            target.moves().awayFromLeader();
            Patience.until(target.within(300), target.moves()::areOver);
            leader.kill();
            target.moves().toAll();
        }
    },
    EMPTY_BROKER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.moves().emptyBroker(target.leader().id());
        }
    },
    MOVE_AND_KILL_METADATA_LEADER(Needs.NOTHING) {
        @Override
        void inject(Target target) {
            target.moves().awayFromLeader();
            Patience.until(target.within(100), target.moves()::areOver);
            target.metadataLeader().kill();
        }
    },
    POWER_CUT_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            BrokerProcess victim = target.leader();
            victim.kill();
            victim.disk().losePower(target.random(), true);
        }
    },
    POWER_CUT_METADATA_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            BrokerProcess victim = target.metadataLeader();
            victim.kill();
            victim.disk().losePower(target.random(), true);
        }
    },
    POWER_CUT_ALL(Needs.DISKS) {
        @Override
        void inject(Target target) {
            List<BrokerProcess> all = target.shuffled();
            all.parallelStream().forEach(BrokerProcess::kill);
            all.forEach(victim -> victim.disk().losePower(target.random(), false));
        }
    },
    SLOW_DISK_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            target.leader().disk().slowDown(200 + target.random().nextInt(1_800));
        }
    },
    SLOW_DISK_METADATA_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            target.metadataLeader().disk().slowDown(200 + target.random().nextInt(1_800));
        }
    },
    NEARLY_FULL_DISK_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            target.leader().disk().leave(NEARLY_FULL_BYTES);
        }
    },
    FULL_DISK_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            target.leader().disk().leave(0);
        }
    },
    FULL_DISK_METADATA_LEADER(Needs.DISKS) {
        @Override
        void inject(Target target) {
            target.metadataLeader().disk().leave(0);
        }
    };

    private static final long NEARLY_FULL_BYTES = 100L << 20;

    private final Needs needs;

    /** What must be possible here. */
    private enum Needs {
        NOTHING,
        CUTS,
        DISKS
    }

    Fault(Needs needs) {
        this.needs = needs;
    }

    abstract void inject(Target target);

    boolean possible(BrokerSet brokers) {
        return switch (needs) {
            case NOTHING -> true;
            case CUTS -> brokers.canCut();
            case DISKS -> brokers.hasDisks();
        };
    }
}
