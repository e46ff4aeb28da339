package io.thalweg.broker.membership;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.VoterSet;

/** Hears what the session brings. Called on the session's thread, in order. */
public interface MembershipListener {

    /** This process is registered. Called before any beat with that epoch; may write to the disk. */
    void onRegistered(BrokerEpoch epoch);

    /** The image is newer. */
    void onImage(ClusterImage image, ImageChanges changes);

    /** A session ended, or an attempt at one failed: the metadata leader may be dead. Called again until there is one. */
    void onNoSession();
    /** The voters that the metadata log names now; called when a session begins and when they change. May write to the disk. */
    void onVoters(VoterSet voters);

    /** The cluster will not have this process; there is no way on. Called at most once. */
    void onRefused(VoterRefusal cause);
}
