package io.thalweg.broker.app;

import io.thalweg.broker.membership.BeatSource;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.model.BrokerId;

/** What the beats of this broker tell. */
record NodeBeats(SessionEvents events, NodeStorage storage, ImageView view, BrokerId self) implements BeatSource {

    @Override
    public long appliedImageIndex() {
        return events.appliedIndex();
    }

    @Override
    public long storageSynced() {
        return storage.store().syncedSequence();
    }

    @Override
    public long storageWritten() {
        return storage.store().writtenSequence();
    }

    @Override
    public int leaders() {
        return view.image().partitionsLedBy(self).size();
    }
}
