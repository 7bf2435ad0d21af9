package io.borelog.tools.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The brokers that people would pick instead, as far as they are installed here.
 *
 * @param missing a sentence each
 */
public record Peers(List<Server> installed, List<String> missing) {
    /** @param directories where programs are looked for */
    public static Peers find(final List<Path> directories) {
        final Peers peers = new Peers(new ArrayList<>(), new ArrayList<>());
        peers.add(Mosquitto.NAME, "mosquitto", Mosquitto.find(directories));
        peers.add(RabbitMq.NAME, "rabbitmq-server", RabbitMq.find(directories));
        peers.add(Nats.NAME, "nats-server", Nats.find(directories));
        return peers;
    }

    private void add(final String name, final String debianPackage, final Optional<Server> found) {
        found.ifPresentOrElse(installed::add, () -> missing.add(name + " is not installed (apt-get install " + debianPackage + ")"));
    }
}
