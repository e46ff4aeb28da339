package io.thalweg.metadata.event;

import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.TopicId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A change of the cluster metadata, as the Raft log stores it. A command carries everything that its effect depends on:
 * ids, placements and the time. Each is a compare-and-set, so applying it twice does no harm.
 */
public sealed interface Command {

    /** Calls the method of the handler that belongs to this command. */
    <R> R dispatch(Handler<R> handler);

    /** One method per command; a new command breaks every handler at compile time. */
    interface Handler<R> {
        R registerBroker(RegisterBroker command);

        R activateBroker(ActivateBroker command);

        R fenceBrokers(FenceBrokers command);

        R drainBroker(DrainBroker command);

        R stopBroker(StopBroker command);

        R createTopic(CreateTopic command);

        R alterTopic(AlterTopic command);

        R deleteTopic(DeleteTopic command);

        R forgetTopic(ForgetTopic command);

        R proposeHolders(ProposeHolders command);

        R handOff(HandOff command);

        R reportFault(ReportFault command);

        R allocateProducerIds(AllocateProducerIds command);

        R tick(Tick command);

        R barrier(Barrier command);

        R digest(Digest command);

        R recoverLeader(RecoverLeader command);

        R reassign(Reassign command);

        R cancelReassign(CancelReassign command);

        R removeBroker(RemoveBroker command);

        R finaliseFeatures(FinaliseFeatures command);

        R undecodable(Undecodable command);
    }

    /** A process starts a life as this broker. Sent by the broker itself. */
    record RegisterBroker(BrokerRegistration registration) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.registerBroker(this);
        }
    }

    /** The broker has a live session and an image at or above its registration. Sent by the metadata leader. */
    record ActivateBroker(BrokerIdentity broker) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.activateBroker(this);
        }
    }

    /** The sessions of these brokers are over; each partition that they led gets another leader. Sent by the metadata leader. */
    record FenceBrokers(List<BrokerIdentity> brokers) implements Command {

        /** Copies the collections. */
        public FenceBrokers {
            brokers = List.copyOf(brokers);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.fenceBrokers(this);
        }
    }

    /** Gives the broker no new leaders and replicas, or lifts that. Sent for an operator. */
    record DrainBroker(BrokerId broker, boolean drain) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.drainBroker(this);
        }
    }

    /** Drains the broker because its process stops; rejected while another one stops. Sent by the broker itself. */
    record StopBroker(BrokerIdentity broker) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.stopBroker(this);
        }
    }

    /** Creates a topic with replicas that the proposer placed. */
    record CreateTopic(
            TopicId topic, String name, boolean internal, Map<String, String> config, List<List<BrokerId>> replicas)
            implements Command {

        /** Copies the collections. */
        public CreateTopic {
            config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
            replicas = replicas.stream().map(List::copyOf).toList();
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.createTopic(this);
        }
    }

    /**
     * Changes settings of a topic and adds partitions with replicas that the proposer placed.
     *
     * @param version of the topic that this was planned on
     * @param config settings that change; all others stay
     * @param reset settings that go back to their defaults
     * @param firstAdded index of the first added partition
     * @param added replicas of the added partitions, in order of preference
     */
    record AlterTopic(
            TopicId topic,
            long version,
            Map<String, String> config,
            Set<String> reset,
            int firstAdded,
            List<List<BrokerId>> added)
            implements Command {

        /** Copies the collections. */
        public AlterTopic {
            config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
            reset = Collections.unmodifiableSortedSet(new TreeSet<>(reset));
            added = added.stream().map(List::copyOf).toList();
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.alterTopic(this);
        }
    }

    /** Deletes a topic and leaves a tombstone. */
    record DeleteTopic(TopicId topic) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.deleteTopic(this);
        }
    }

    /** Drops the tombstone once every broker acted on it. Sent by the metadata leader. */
    record ForgetTopic(TopicId topic) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.forgetTopic(this);
        }
    }

    /** Changes holder sets of partitions that the proposer leads; every item stands or falls alone. */
    record ProposeHolders(BrokerIdentity proposer, List<HolderProposal> items) implements Command {

        /** Copies the collections. */
        public ProposeHolders {
            items = List.copyOf(items);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.proposeHolders(this);
        }
    }

    /** Moves the leadership of partitions that the proposer leads to other holders; every item stands or falls alone. */
    record HandOff(BrokerIdentity proposer, List<HandOffProposal> items) implements Command {

        /** Copies the collections. */
        public HandOff {
            items = List.copyOf(items);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.handOff(this);
        }
    }

    /**
     * The broker's replica lacks records that it acknowledged, or holds damaged ones. Sent by that broker, or in its name
     * by the leader that noticed.
     *
     * @param settledFault log index of the fault that the replica had settled before; a newer one in the image is this
     *     one, reported again
     */
    record ReportFault(BrokerIdentity broker, PartitionUid partition, long settledFault, String cause)
            implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.reportFault(this);
        }
    }

    /** Asks for a block of producer ids; {@code requestNumber} is 1 for the first of a broker epoch. */
    record AllocateProducerIds(BrokerIdentity broker, long requestNumber) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.allocateProducerIds(this);
        }
    }

    /** The metadata leader's time and the storage positions that brokers reported, about once per second. */
    record Tick(long timeMillis, List<StoragePosition> positions) implements Command {

        /** Copies the collections. */
        public Tick {
            positions = List.copyOf(positions);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.tick(this);
        }
    }

    /** Changes nothing; whoever sees it applied has seen everything before it. */
    record Barrier() implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.barrier(this);
        }
    }

    /** The proposer's digest of its image at {@code imageIndex}; a replica that disagrees must halt. */
    record Digest(long imageIndex, long hash) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.digest(this);
        }
    }

    /**
     * Makes a leader although no validated holder is there; may lose committed records, and is recorded.
     *
     * @param evidence of replicas, at their brokers' registered epochs
     * @param forced by an operator: without evidence of every holder, and whatever the topic's durability
     * @param chosen the broker that shall lead, one of the evidence, even if it is damaged; null for the whole one with most
     */
    record RecoverLeader(
            PartitionUid partition,
            LeaderEpoch leaderEpoch,
            long version,
            List<RecoveryEvidence> evidence,
            boolean forced,
            String reason,
            @Nullable BrokerId chosen)
            implements Command {

        /** Copies the collections. */
        public RecoverLeader {
            evidence = List.copyOf(evidence);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.recoverLeader(this);
        }
    }

    /** Begins changes of replicas; every item stands or falls alone. Sent for an operator. */
    record Reassign(List<ReplicaMove> items) implements Command {

        /** Copies the collections. */
        public Reassign {
            items = List.copyOf(items);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.reassign(this);
        }
    }

    /** Turns changes of replicas back; every item stands or falls alone. Sent for an operator. */
    record CancelReassign(List<PartitionVersion> items) implements Command {

        /** Copies the collections. */
        public CancelReassign {
            items = List.copyOf(items);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.cancelReassign(this);
        }
    }

    /** Takes a broker that drains and has no replicas out of the cluster for good. Sent for an operator. */
    record RemoveBroker(BrokerIdentity broker) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.removeBroker(this);
        }
    }

    /** From now on the cluster uses what belongs to the feature level; no broker below it is taken in. Sent for an operator. */
    record FinaliseFeatures(int level) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.finaliseFeatures(this);
        }
    }

    /** Bytes of the log that this version cannot read; always rejected, so every replica goes on alike. */
    record Undecodable(String problem) implements Command {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.undecodable(this);
        }
    }
}
