package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.tools.guest.HostPrograms;
import io.borelog.tools.peers.RatioBar;
import io.borelog.tools.peers.Floor;
import io.borelog.tools.peers.Load;
import io.borelog.tools.peers.LoadTools;
import io.borelog.tools.peers.Peers;
import io.borelog.tools.peers.PeersPlan;
import io.borelog.tools.peers.PeersReport;
import io.borelog.tools.peers.PeersRun;
import io.borelog.tools.peers.Server;
import io.borelog.tools.peers.UpServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures the endpoint beside a floor and beside other brokers. A bar that is not met is a finding, not a failure. */
@Command(description = "Measures the endpoint side by side with the least that a server can do here, and with other brokers.")
final class PeersCommand implements Callable<Integer> {
    private static final long STOP_LIMIT_SECONDS = 150;
    private static final double SECONDS = 8;
    private static final double QUICK_SECONDS = 4;
    private static final int ROUNDS = 3;
    private static final int QUICK_ROUNDS = 1;
    private static final String WRITTEN = "written";
    private static final String FORCED = "forced, group by group";

    @ParentCommand
    private Borelog borelog;

    @Option(names = "--tools", paramLabel = "DIR", required = true, description = "where mqload and mqfloor are, built for this machine")
    private Path tools;

    @Option(names = "--quick", description = "one round of shorter loads")
    private boolean quick;

    @Option(names = "--repeat", paramLabel = "N",
        description = "rounds of floor and endpoint; " + ROUNDS + ", quick " + QUICK_ROUNDS)
    private Integer repeat;

    @Option(names = "--seconds", paramLabel = "S", description = "of each load; 8, quick 4; the first quarter is not counted")
    private Double seconds;

    @Option(names = "--loads", paramLabel = "NAME", split = ",", description = "small, one-connection, large, open-loop; all unless given")
    private List<String> loads = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "borelog-peers", description = "where the report goes; borelog-peers")
    private Path out;

    @Override
    public Integer call() throws Exception {
        final int rounds = repeat != null ? repeat : quick ? QUICK_ROUNDS : ROUNDS;
        final double each = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        if (rounds < 1 || rounds > 100 || !(each >= 1 && each <= 600)) {
            throw new StageException(ExitCode.USAGE, "--repeat must be 1 to 100, --seconds 1 to 600");
        }
        final LoadTools found = LoadTools.in(tools);
        final List<Load> asked = Load.of(loads);
        borelog.settings(); // what is wrong with them is to be said now
        final Thread run = Thread.currentThread();
        try (ExitOnSignal signal = ExitOnSignal.install(run::interrupt, STOP_LIMIT_SECONDS);
            ScratchDirectory scratch = borelog.isDataGiven() ? ScratchDirectory.in(borelog.data()) : ScratchDirectory.create()) {
            return run(found, asked, each, rounds, scratch.path());
        } catch (final InterruptedException ex) {
            return ExitCode.OK.code();
        }
    }

    private int run(final LoadTools found, final List<Load> asked, final double each, final int rounds, final Path data) throws Exception {
        final Server pageCache = new IngestServer(arguments("page-cache"), RatioBar.PAGE_CACHE, WRITTEN);
        final Server disk = new IngestServer(arguments("disk"), RatioBar.DISK, FORCED);
        final Peers peers = Peers.find(HostPrograms.directories());
        final List<Server> once = new ArrayList<>(List.of(Floor.none(found), Floor.preallocated(found),
            new UpServer(ChildProcess::command, arguments("disk"), "borelog up, disk", FORCED)));
        once.addAll(peers.installed());
        final PeersRun run = new PeersRun(new PeersPlan(found, data, out, asked, each, rounds,
            List.of(Floor.write(found), pageCache, Floor.sync(found), disk), once, peers.missing(), facts(each, rounds)));
        final PeersReport report = run.run();
        borelog.tell(report::write, PeersRun.lines(report));
        System.err.println("borelog peers: see " + run.page());
        return report.isComplete() ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }

    /** The shared options, but for what is measured. */
    private List<String> arguments(final String durability) {
        final List<String> arguments = new ArrayList<>(borelog.shared());
        for (final String setting : List.of("durability=" + durability, "mqtt.host=127.0.0.1", "mqtt.port=0")) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments;
    }

    private Map<String, String> facts(final double each, final int rounds) {
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("program", "borelog " + Borelog.VERSION);
        facts.put("taken", Instant.now().toString());
        facts.put("seconds of each load", Double.toString(each));
        facts.put("rounds", Integer.toString(rounds));
        return facts;
    }
}
