package io.thalweg.benchmark.driver;

import java.util.List;

/** A system's client. Its calls wait until they are done and fail with an unchecked exception. Used by one thread. */
public interface Driver extends AutoCloseable {
    /** Waits until so many brokers serve. */
    void awaitBrokers(int count);

    /** Creates a topic and waits until every partition has a leader. */
    void createTopic(TopicSpec topic);

    void deleteTopic(String topic);

    /** Broker ids of the leaders, in the order of the partitions. */
    List<Integer> leaders(String topic);

    /** Broker id of the one that leads the metadata. */
    int controller();

    LoadProducer producer(ProducerSpec spec);

    /** Reads all partitions of a topic, without a group, from the end of each at this moment. */
    LoadConsumer consumer(String topic);

    @Override
    void close();
}
