package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.infer.onnx.Manifest;
import io.borelog.trainer.network.TorchNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command: trains and writes DIR/model, a folder that the infer stage takes as it is. One seed gives one file, bit for bit, as long as
 * one thread computes. On the main thread; a signal ends it with a checkpoint to {@code --resume} from.
 */
@Command(name = "train", description = "Trains the depth model on simulated holes and writes it as ONNX.",
    mixinStandardHelpOptions = true,
    subcommands = {Evaluate.class, Statistics.class, Picture.class})
public final class Train implements Callable<Integer> {
    private static final int EVALUATION_HOLES = 2_000;
    private static final long EVALUATION_SEED = 20_260;

    @Option(names = "--seed", description = "Decides the first weights and all holes (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--steps", description = "Batches of 32 holes (default ${DEFAULT-VALUE}).")
    private int steps = 16_000;

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
        final byte[] model;
        try (Training training =
                 new Training(recipe, new DrilledExamples(seed, Conditions.TRAINING), new Checkpoint(out.resolve("checkpoint")))) {
            if (resume) {
                training.resume();
            }
            run(training, recipe);
            if (!training.isDone()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            model = training.model();
        }
        finish(model);
        return CommandLine.ExitCode.OK;
    }

    /** A signal ends the training after the step in hand: PyTorch breaks the process that exits while it computes. */
    private void run(final Training training, final Recipe recipe) throws IOException, InterruptedException {
        final CountDownLatch quiet = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            training.stop();
            try {
                quiet.await();
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }, "stop"));
        try {
            training.run(steps, checkpointEvery, new ProgressLine(recipe, System::nanoTime, System.err));
        } finally {
            quiet.countDown();
        }
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
