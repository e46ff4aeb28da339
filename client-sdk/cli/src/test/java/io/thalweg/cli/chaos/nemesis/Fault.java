package io.thalweg.cli.chaos.nemesis;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import java.util.List;
import java.util.stream.Stream;

/** A way to hurt three brokers. Injected here; ended by {@link BrokerSet#heal}. */
enum Fault {
    KILL_LEADER(false) {
        @Override
        void inject(Target target) {
            target.leader().kill();
        }
    },
    KILL_METADATA_LEADER(false) {
        @Override
        void inject(Target target) {
            target.metadataLeader().kill();
        }
    },
    KILL_BOTH_LEADERS(false) {
        @Override
        void inject(Target target) {
            List<BrokerProcess> both = Stream.of(target.leader(), target.metadataLeader())
                    .distinct()
                    .toList();
            both.forEach(BrokerProcess::kill);
        }
    },
    KILL_ALL(false) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::kill);
        }
    },
    KILL_WHILE_STARTING(false) {
        @Override
        void inject(Target target) throws InterruptedException {
            BrokerProcess victim = target.leader();
            for (int round = 0; round < 3; round++) {
                victim.kill();
                victim.start();
                Thread.sleep(target.random().nextInt(2_500));
            }
            victim.kill();
        }
    },
    PAUSE_LEADER(false) {
        @Override
        void inject(Target target) {
            target.leader().pause();
        }
    },
    PAUSE_METADATA_LEADER(false) {
        @Override
        void inject(Target target) {
            target.metadataLeader().pause();
        }
    },
    PAUSE_ALL(false) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::pause);
        }
    },
    STOP_LEADER(false) {
        @Override
        void inject(Target target) {
            target.leader().stop();
        }
    },
    STOP_ALL(false) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(BrokerProcess::stop);
        }
    },
    CUT_LEADER(true) {
        @Override
        void inject(Target target) {
            target.brokers().cut(target.leader());
        }
    },
    CUT_LEADER_FROM_BROKERS(true) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.leader());
        }
    },
    CUT_METADATA_LEADER_FROM_BROKERS(true) {
        @Override
        void inject(Target target) {
            target.brokers().cutFromBrokers(target.metadataLeader());
        }
    },
    CUT_ALL(true) {
        @Override
        void inject(Target target) {
            target.shuffled().forEach(target.brokers()::cut);
        }
    },
    MOVE_LEADER_AWAY(false) {
        @Override
        void inject(Target target) {
            target.moves().awayFromLeader();
        }
    },
    MOVE_THERE_AND_BACK(false) {
        @Override
        void inject(Target target) throws InterruptedException {
            for (int round = 0; round < 3; round++) {
                target.moves().awayFromLeader();
                Thread.sleep(target.random().nextInt(700));
                target.moves().toAll();
                Thread.sleep(target.random().nextInt(300));
                target.moves().cancel();
            }
        }
    },
    MOVE_AND_KILL_LEADER(false) {
        @Override
        void inject(Target target) throws InterruptedException {
            BrokerProcess leader = target.leader();
            target.moves().awayFromLeader();
            Thread.sleep(target.random().nextInt(300));
            leader.kill();
            target.moves().toAll();
        }
    },
    EMPTY_BROKER(false) {
        @Override
        void inject(Target target) {
            target.moves().emptyBroker(target.leader().id());
        }
    },
    MOVE_AND_KILL_METADATA_LEADER(false) {
        @Override
        void inject(Target target) throws InterruptedException {
            target.moves().awayFromLeader();
            Thread.sleep(target.random().nextInt(100));
            target.metadataLeader().kill();
        }
    };

    private final boolean cuts;

    Fault(boolean cuts) {
        this.cuts = cuts;
    }

    abstract void inject(Target target) throws InterruptedException;

    boolean possible(BrokerSet brokers) {
        return !cuts || brokers.canCut();
    }
}
