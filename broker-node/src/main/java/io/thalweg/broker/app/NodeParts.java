package io.thalweg.broker.app;

import io.thalweg.broker.membership.MetadataSession;
import io.thalweg.broker.membership.Proposer;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.app.MetadataNode;
import io.thalweg.metadata.model.BrokerId;

/**
 * The parts of a running broker that its stop has to handle one by one; {@code assembly} closes all of them.
 *
 * @param identity who it is and how far
 * @param storage data folder and store
 * @param voter its part in the metadata quorum, whether it votes or not
 * @param cluster image and ways to the metadata leader
 * @param client the client port
 * @param addresses where it listens
 * @param assembly everything that was built
 */
record NodeParts(
        Identity identity,
        NodeStorage storage,
        MetadataNode voter,
        Cluster cluster,
        ClientPort client,
        Addresses addresses,
        Assembly assembly) {

    /** Who this broker is and how far. */
    record Identity(BrokerId self, NodeState state) {}

    /** What it knows of the cluster, and how it talks to the metadata leader. */
    record Cluster(ImageView view, Proposer proposer, MetadataSession session) {}

    /** Where it listens; {@code text} is for people. */
    record Addresses(NodePorts ports, String text) {}

    BrokerId self() {
        return identity.self();
    }

    NodeState state() {
        return identity.state();
    }

    ImageView view() {
        return cluster.view();
    }

    Proposer proposer() {
        return cluster.proposer();
    }

    MetadataSession session() {
        return cluster.session();
    }

    NodePorts ports() {
        return addresses.ports();
    }

    String endpoints() {
        return addresses.text();
    }
}
