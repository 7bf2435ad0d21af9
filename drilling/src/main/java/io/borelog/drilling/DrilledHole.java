package io.borelog.drilling;

/** One drilled hole: curves at 100 Hz, their truth and what was special about it. Filled by {@link Drill}, reused by its owner's thread. */
public final class DrilledHole {
    /** The longest hole seen in the field is 11,466 samples. */
    public static final int MAX_SAMPLES = 14_000;

    /** Tip position in mm, growing into the material. */
    public final float[] positionMm = new float[MAX_SAMPLES];
    /** Net spindle current in A. */
    public final float[] torqueA = new float[MAX_SAMPLES];
    /** Net feed current in A; NaN where the tool reports none. */
    public final float[] thrustA = new float[MAX_SAMPLES];
    public final float[] step = new float[MAX_SAMPLES];
    public int count;

    /** Truth in mm; NaN where the record holds no such point. */
    public double entryMm;
    public double transitionMm;
    public double exitMm;

    /** Layers of the stack; 0 where the drill never met material. */
    public int layers;
    /** Steps of the program. */
    public int legs;
    /** Noise at the hardest layer as a share of its torque. */
    public double noise;
    /** 0 sharp to 1 worn, and beyond in unseen conditions. */
    public double wear;
    /** The drilling step oscillates or pecks. */
    public boolean pecks;
    /** A program other than approach, drill, countersink with its change near the last layer. */
    public boolean oddLayout;

    void clear() {
        count = 0;
        entryMm = Double.NaN;
        transitionMm = Double.NaN;
        exitMm = Double.NaN;
        layers = 0;
        legs = 0;
        noise = 0;
        wear = 0;
        pecks = false;
        oddLayout = false;
    }
}
