package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that measures an exported model. */
@Command(name = "evaluate", description = "Measures a model on unseen simulated holes and, if told where, on real records.")
final class Evaluate implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "An exported model.onnx.")
    private Path model;

    @Option(names = "--holes", description = "Unseen holes (default ${DEFAULT-VALUE}).")
    private int holes = 2_000;

    @Option(names = "--seed", description = "Of the unseen holes (default ${DEFAULT-VALUE}).")
    private long seed = 20_260;

    @Option(names = "--conditions", description = "TRAINING or UNSEEN (default ${DEFAULT-VALUE}).")
    private Conditions conditions = Conditions.UNSEEN;

    @Option(names = "--records", description = "Folder with drills' own records (.xls), searched with all below.")
    private Path records;

    @Override
    public Integer call() throws Exception {
        try (TrainedModel trained = new TrainedModel(Files.readAllBytes(model))) {
            if (holes > 0) {
                final Evaluation evaluation = new Evaluation();
                evaluation.run(trained, seed, conditions, holes);
                evaluation.print(System.out);
            }
            if (records != null) {
                RealRecords.print(trained, records, System.out);
            }
        }
        return 0;
    }
}
