package io.thalweg.broker.runtime.loop;

/** One that took part in a turn: a hosted partition. All methods are called by its loop. */
public interface TurnMember {
    /** The turn's write has returned, or the turn had nothing to write: do what was put off until then. */
    void afterWrite(Turn turn);

    /** Everything this member had written up to this sequence of the store is durable. */
    void onSynced(Turn turn, long sequence);

    /**
     * Time has passed. A member that took part in a turn hears of it {@link Next#SOON}.
     *
     * @return when it must hear of it again, if it takes part in no turn until then
     */
    Next onTick(Turn turn);

    /** When a member must hear of the time, in ticks of the loop. */
    enum Next {
        /** With the next tick: something is to be tried, or tried again. */
        AT_ONCE,
        /** Within four: somebody waits, but for longer than that. */
        SOON,
        /** Within twelve: nothing is under way. */
        LATER
    }
}
