package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.trainer.network.TorchNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: trains and writes DIR/model.onnx. One seed gives one file, bit for bit, as long as one thread computes. */
@Command(name = "train", description = "Trains the depth model on simulated holes and writes it as ONNX.", mixinStandardHelpOptions = true)
public final class Train implements Callable<Integer> {
    @Option(names = "--seed", description = "Decides the first weights and all holes (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--steps", required = true, description = "Batches of 32 holes.")
    private int steps;

    @Option(names = "--out", required = true, description = "Folder for the model and the checkpoint.")
    private Path out;

    @Option(names = "--resume", description = "Go on from the checkpoint in the folder.")
    private boolean resume;

    @Option(names = "--checkpoint-every", description = "Steps between two checkpoints (default ${DEFAULT-VALUE}).")
    private int checkpointEvery = 500;

    @Option(names = "--threads", description = "Threads that compute; with more than 1 the bits may differ (default ${DEFAULT-VALUE}).")
    private int threads = 1;

    /** Exits 0, or 2 for wrong usage. */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new Train()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        TorchNetwork.useThreads(threads);
        Files.createDirectories(out);
        final Recipe recipe = Recipe.of(seed, steps);
        try (Training training = new Training(recipe, new DrilledExamples(seed, Conditions.TRAINING), new Checkpoint(out.resolve("checkpoint")))) {
            if (resume) {
                training.resume();
            }
            final ProgressLine line = new ProgressLine(recipe, System::nanoTime, System.err);
            training.run(steps, checkpointEvery, line);
            Files.write(out.resolve("model.onnx"), training.model());
        }
        return 0;
    }
}
