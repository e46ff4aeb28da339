package io.thalweg.broker.membership;

import io.thalweg.metadata.model.Endpoint;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which voter to ask next and how long to wait before. A hint is followed at once, but not for ever: two voters
 * that name each other must not make a storm. Pure but for the given chance; not thread-safe.
 */
final class LeaderSearch {

    private static final int MOST_HINTS_IN_A_ROW = 3;
    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 400;

    private List<Endpoint> voters;
    private final RandomGenerator random;
    private int position;
    private int failures;
    private int hints;
    private @Nullable Endpoint hint;

    /** Starts the search at a random voter, so that brokers do not all ask the same one. */
    LeaderSearch(List<Endpoint> voters, RandomGenerator random) {
        this.voters = List.copyOf(voters);
        this.random = random;
        this.position = random.nextInt(voters.size());
    }

    /** Returns the voter to ask now. */
    Endpoint next() {
        Endpoint hinted = hint;
        return hinted != null ? hinted : voters.get(position);
    }

    /** Others vote now. Whoever is asked at the moment is asked again before them. */
    void voters(List<Endpoint> now) {
        Endpoint asked = next();
        voters = List.copyOf(now);
        hint = voters.contains(asked) ? null : asked;
        position = Math.max(0, voters.indexOf(asked));
    }

    /** Asks this voter next: it was the leader a moment ago. */
    void prefer(Endpoint leader) {
        hint = leader;
    }

    /** The voter that was asked is not the leader, or does not answer; {@code leader} is its hint, if it had one. */
    void failed(@Nullable Endpoint leader) {
        if (leader != null && !leader.equals(next()) && hints < MOST_HINTS_IN_A_ROW) {
            hints++;
            hint = leader;
            return;
        }
        hint = null;
        hints = 0;
        failures++;
        position = (position + 1) % voters.size();
    }

    /** The voter that was asked is the leader: ask it first from now on. */
    void succeeded() {
        Endpoint leader = next();
        hint = voters.contains(leader) ? null : leader;
        position = Math.max(0, voters.indexOf(leader));
        failures = 0;
        hints = 0;
    }

    /**
     * Returns how long to wait before asking {@link #next}: not at all for a hint and for the first round over the voters,
     * then growing, with jitter.
     */
    long pauseMillis() {
        if (hint != null || failures == 0) {
            return 0;
        }
        int round = Math.min(failures / voters.size(), 5);
        long pause = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << round);
        return pause / 2 + random.nextLong(pause);
    }
}
