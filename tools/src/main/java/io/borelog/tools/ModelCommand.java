package io.borelog.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.journal.ExitCode;
import io.borelog.journal.model.Canary;
import io.borelog.journal.model.ModelIntake;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.Seq;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Which model answers: what is kept, tried, in force. Changes go through a running ingest and become records. */
@Command(description = "Keeps models, tries them in shadow or on some tools, puts one in force, and goes back.")
final class ModelCommand implements Runnable {
    @ParentCommand
    private Borelog borelog;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "model needs one of: list, add, shadow, canary, promote, rollback, retire");
    }

    @Command(name = "list", description = "The models that are kept or shipped, and what each is used for.")
    void list() {
        final DataDirectory data = requireData();
        final DecidingConfig config = ConfigInForce.read(data);
        try (Output out = borelog.output()) {
            new ModelList(intake(), config.isEmpty() ? null : ModelPlan.of(config)).print(out, borelog.json());
        }
    }

    @Command(name = "add", description = "Loads the model of a folder and keeps a copy. Needs no running ingest.")
    void add(@Parameters(paramLabel = "FOLDER") final Path folder) {
        requireData();
        say(intake().take(folder), 0, "kept, and has been loaded");
    }

    @Command(name = "shadow", description = "Lets a model answer beside the one in force; status compares them.")
    void shadow(@Parameters(paramLabel = "NAME_OR_FOLDER") final String nameOrFolder) {
        requireData();
        final ModelRef model = Files.isDirectory(Path.of(nameOrFolder))
            ? intake().take(Path.of(nameOrFolder)) : intake().find(nameOrFolder);
        ask(model, "in shadow", request -> request.put("shadow", model.toString()));
    }

    @Command(name = "canary", description = "Lets a model answer for a share of the tools.")
    void canary(
        @Parameters(paramLabel = "NAME") final String name,
        @Option(names = "--share", paramLabel = "X", required = true, description = "above 0, at most 1; a tool that is in it stays in it "
            + "while the share only grows") final String share) {
        requireData();
        Canary.parseShare(share);
        final ModelRef model = intake().find(name);
        ask(model, "canary of " + share + " of the tools", request -> request.put("canary", model.toString()).put("share", share));
    }

    @Command(name = "promote", description = "Lets a model answer for every tool, from the next record on.")
    void promote(@Parameters(paramLabel = "NAME") final String name) {
        requireData();
        final ModelRef model = intake().find(name);
        ask(model, "in force", request -> request.put("promote", model.toString()));
    }

    @Command(name = "rollback", description = "Puts the model before in force again; once more goes one further back.")
    void rollback() {
        final DataDirectory data = requireData();
        final ModelPlan plan = ModelPlan.of(ConfigInForce.read(data));
        ask(plan.rollback().inForce(), "in force again", request -> request.put("rollback", true));
    }

    @Command(name = "retire", description = "Uses a model for nothing any more; it goes once no record can name it.")
    void retire(@Parameters(paramLabel = "NAME") final String name) {
        requireData();
        final ModelRef model = new ModelStore(borelog.data()).find(name);
        ask(model, "retired", request -> request.put("retire", model.toString()));
    }

    private DataDirectory requireData() {
        final DataDirectory data = new DataDirectory(borelog.data());
        data.requireExists();
        return data;
    }

    private ModelIntake intake() {
        return new ModelIntake(borelog.data(), borelog.settings());
    }

    /** What is put into the request. */
    private interface Asked {
        void put(ObjectNode model);
    }

    private void ask(final ModelRef model, final String role, final Asked asked) {
        final ObjectNode request = new ObjectMapper().createObjectNode();
        asked.put(request.putObject("model"));
        say(model, ControlClient.ask(borelog.data(), request, ExitCode.USAGE), role);
    }

    private void say(final ModelRef model, final long seq, final String role) {
        try (Output out = borelog.output()) {
            if (borelog.json()) {
                out.object(json -> {
                    json.writeStringField("model", model.name());
                    json.writeStringField("pin", model.pin());
                    if (seq > 0) {
                        json.writeNumberField("seq", seq);
                    }
                });
            } else {
                out.line(model.shortText() + ' ' + role + (seq > 0 ? " behind inbound " + Seq.text(seq) : ""));
            }
        }
    }
}
