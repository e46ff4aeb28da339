package io.thalweg.broker.log;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;

/** One step of {@link LogChanges}; the builder's methods say what each does. */
public sealed interface LogChange {
    LogId log();

    void dispatch(Handler handler);

    /** One method per kind of change, so that a new kind breaks every store until it handles it. */
    interface Handler {
        void create(Create change);

        void append(Append change);

        void truncate(Truncate change);

        void reset(Reset change);

        void state(State change);

        void unsyncedAcks(UnsyncedAcks change);

        void damaged(Damaged change);

        void put(Put change);

        void remove(Remove change);

        void delete(Delete change);
    }

    record Create(LogId log, BatchSeed seed) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.create(this);
        }
    }

    record Append(LogId log, RecordBatch batch, long chainAfter) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.append(this);
        }
    }

    record Truncate(LogId log, long fromOffset) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.truncate(this);
        }
    }

    record Reset(LogId log, long logStart, EpochEntry epochAtStart) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.reset(this);
        }
    }

    record State(LogId log, LogState state) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.state(this);
        }
    }

    record UnsyncedAcks(LogId log, boolean value) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.unsyncedAcks(this);
        }
    }

    record Damaged(LogId log, boolean value) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.damaged(this);
        }
    }

    /** A class, not a record: a record of an array would compare by identity while looking like a value. */
    final class Put implements LogChange {
        private final LogId log;
        private final TableKey key;
        private final byte[] value;

        Put(LogId log, TableKey key, byte[] value) {
            this.log = log;
            this.key = key;
            this.value = value;
        }

        @Override
        public LogId log() {
            return log;
        }

        public TableKey key() {
            return key;
        }

        /** The caller's array, not a copy. */
        public byte[] value() {
            return value;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.put(this);
        }
    }

    record Remove(LogId log, TableKey key) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.remove(this);
        }
    }

    record Delete(LogId log) implements LogChange {
        @Override
        public void dispatch(Handler handler) {
            handler.delete(this);
        }
    }
}
