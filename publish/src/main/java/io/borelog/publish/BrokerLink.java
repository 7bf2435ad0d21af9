package io.borelog.publish;

import java.util.function.Consumer;

/** One attempt at a connection to an external broker, used up when it is lost. Called by publish's thread; nothing here waits long. */
interface BrokerLink extends AutoCloseable {
    /** Returns at once. */
    void connect();

    boolean isConnected();

    /** @return why the connection is lost, or null while it is not. */
    String lost();

    /** Returns at once; messages leave in the order of the calls. @throws IllegalArgumentException where MQTT cannot carry the topic. */
    void send(Flight flight, String topic, byte[] body);

    /** Passes on what has been acked since the last call. */
    int poll(Consumer<Flight> onAck);

    @Override
    void close();
}
