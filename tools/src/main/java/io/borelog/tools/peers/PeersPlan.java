package io.borelog.tools.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to measure, and where.
 *
 * @param data     a directory of our own; each server has one in it while it runs
 * @param out      where the report goes
 * @param seconds  of each load
 * @param rounds   how often the pairs are measured
 * @param pairs    floor and ours in turn, measured one after the other in each round
 * @param once     what is measured once a load, after the rounds
 * @param missing  sentences about peers that are not here
 * @param facts    that the report begins with
 */
public record PeersPlan(LoadTools tools, Path data, Path out, List<Load> loads, double seconds, int rounds, List<Server> pairs,
                        List<Server> once, List<String> missing, Map<String, String> facts) {
    int measurements() {
        return loads.size() * (rounds * pairs.size() + once.size());
    }
}
