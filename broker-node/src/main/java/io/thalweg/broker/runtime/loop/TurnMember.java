package io.thalweg.broker.runtime.loop;

/** One that took part in a turn: a hosted partition. All methods are called by its loop. */
public interface TurnMember {
    /** The turn's write has returned, or the turn had nothing to write: do what was put off until then. */
    void afterWrite(Turn turn);

    /** Everything this member had written up to this sequence of the store is durable. */
    void onSynced(Turn turn, long sequence);

    /**
     * Time has passed: a tick interval, or ten for a member that took part in no turn and did not ask for more.
     *
     * @return whether the next tick shall not wait
     */
    boolean onTick(Turn turn);
}
