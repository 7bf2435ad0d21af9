package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.infer.onnx.Manifest;
import io.borelog.trainer.network.TorchNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: trains and writes DIR/model, a folder that the infer stage takes as it is. One seed gives one file, bit for bit, as long as one thread computes. */
@Command(name = "train", description = "Trains the depth model on simulated holes and writes it as ONNX.",
    mixinStandardHelpOptions = true,
    subcommands = {Evaluate.class, Statistics.class, Picture.class})
public final class Train implements Callable<Integer> {
    private static final int EVALUATION_HOLES = 2_000;
    private static final long EVALUATION_SEED = 20_260;

    @Option(names = "--seed", description = "Decides the first weights and all holes (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--steps", description = "Batches of 32 holes (default ${DEFAULT-VALUE}).")
    private int steps = 12_000;

    @Option(names = "--out", description = "Folder for the model and the checkpoint (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("trained");

    @Option(names = "--version", description = "Version that the manifest names (default ${DEFAULT-VALUE}).")
    private String version = "1";

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
            finish(training.model());
        }
        return 0;
    }

    private void finish(final byte[] model) throws Exception {
        final Evaluation evaluation = new Evaluation();
        try (TrainedModel trained = new TrainedModel(model)) {
            evaluation.run(trained, EVALUATION_SEED, Conditions.UNSEEN, EVALUATION_HOLES);
        }
        evaluation.print(System.out);
        final Manifest.Training training = new Manifest.Training(seed,
            "simulated holes, " + steps + " batches of 32, conditions TRAINING", "trainer/train --seed " + seed + " --steps " + steps);
        ModelFolder.write(out.resolve("model"), model, training, version, evaluation.metrics());
    }
}
