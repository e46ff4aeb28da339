package io.thalweg.cli.availability;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.network.Direction;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What is done to the cluster, and for how long a partition may take no writes then. */
enum Fault {
    KILL_LEADER("kill -9 of a partition leader", 3, 0, 500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.plainLeader());
        }
    },
    KILL_METADATA_LEADER("kill -9 of the metadata leader, which leads partitions too", 3, 0, 1_500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.metadataLeader());
        }
    },
    KILL_TWO("kill -9 of the metadata leader and of another broker at once, of five", 5, 0, 1_500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.metadataLeader(), scene.plainLeader());
        }
    },
    PAUSE_LEADER("SIGSTOP of a partition leader", 3, 1, 500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.plainLeader());
        }
    },
    PAUSE_METADATA_LEADER("SIGSTOP of the metadata leader", 3, 1, 500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.metadataLeader());
        }
    },
    CUT_LEADER("network cut of a partition leader", 3, 1, 500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.plainLeader());
        }
    },
    CUT_METADATA_LEADER("network cut of the metadata leader", 3, 1, 500) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return List.of(scene.metadataLeader());
        }
    },
    ROLLING_RESTART("rolling restart of all brokers", 3, 0, 100) {
        @Override
        List<BrokerProcess> victims(Scene scene) {
            return scene.brokers().all();
        }
    };

    private final String title;
    private final int brokers;
    private final int sessions;
    private final long goalMillis;

    Fault(String title, int brokers, int sessions, long goalMillis) {
        this.title = title;
        this.brokers = brokers;
        this.sessions = sessions;
        this.goalMillis = goalMillis;
    }

    abstract List<BrokerProcess> victims(Scene scene);

    String title() {
        return title;
    }

    /** Size of the cluster. */
    int brokers() {
        return brokers;
    }

    /** Longest gap that is wanted: so many session timeouts and some milliseconds. */
    long goalMillis(Duration session) {
        return sessions * session.toMillis() + goalMillis;
    }

    /** How long the fault lasts: long enough to see the end of the gap even if it misses its goal by seconds. */
    long lastsMillis(Duration session) {
        return goalMillis(session) + 3_000;
    }

    boolean isPossible(Scene scene) {
        return scene.brokers().canCut() || (this != CUT_LEADER && this != CUT_METADATA_LEADER);
    }

    /** What is done to a victim of this fault; a rolling restart goes its own way. */
    Consumer<BrokerProcess> blow(Scene scene) {
        return switch (this) {
            case KILL_LEADER, KILL_METADATA_LEADER, KILL_TWO, ROLLING_RESTART -> BrokerProcess::kill;
            case PAUSE_LEADER, PAUSE_METADATA_LEADER -> BrokerProcess::pause;
            case CUT_LEADER, CUT_METADATA_LEADER -> victim -> scene.brokers().cut(victim, Direction.BOTH);
        };
    }
}
