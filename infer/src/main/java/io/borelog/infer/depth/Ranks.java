package io.borelog.infer.depth;

/** The value of a rank without sorting all: the library's sort allocates where the values come in runs, as torque does. Stateless. */
final class Ranks {
    private Ranks() {
    }

    /**
     * @param values reordered; no NaN
     * @param rank   0 for the lowest of the first {@code count}
     */
    static float select(final float[] values, final int count, final int rank) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            final float pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    final float swapped = values[left];
                    values[left++] = values[right];
                    values[right--] = swapped;
                }
            }
            if (rank <= right) {
                high = right;
            } else if (rank >= left) {
                low = left;
            } else {
                break;
            }
        }
        return values[rank];
    }

    private static float middle(final float a, final float b, final float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
