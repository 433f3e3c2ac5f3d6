package io.creel.polled;

import io.creel.core.spec.NoPreempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;

/** A method of each shape that the weaver tells apart. Public methods from int to long are run, woven and not. */
@SuppressWarnings("unused")
public final class Shapes {
    private static final int[] DATA = new int[5_000];

    static {
        for (int i = 0; i < DATA.length; i++) {
            DATA[i] = leaf(i) * 31;
        }
    }

    private Shapes() {
        for (int i = 0; i < 3; i++) {
            DATA[i] += 0;
        }
    }

    static int leaf(int n) {
        return n * 31 + 7;
    }

    static int getter(List<Integer> list) {
        return list.size();
    }

    public static long whileLoop(int n) {
        long sum = 0;
        while (sum * sum < n) {
            sum++;
        }
        return sum;
    }

    public static long doLoop(int n) {
        long left = n;
        do {
            left -= 3;
        } while (left > 0);
        return left;
    }

    static void endless() {
        while (true) {
            DATA[0]++;
        }
    }

    public static long counted(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long countedByLength(int n) {
        long sum = n;
        int[] data = DATA;
        for (int i = 0; i < data.length; i++) {
            sum = sum * 31 + data[i];
        }
        return sum;
    }

    public static long countedToConstant(int n) {
        long sum = n;
        for (int i = -5; i < 4_000; i++) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long countedWithMath(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.max(i, Integer.rotateLeft(i, 3));
        }
        return sum;
    }

    public static long countedWithACall(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += leaf(i);
        }
        return sum;
    }

    public static long countedWithAString(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Integer.toString(i).length();
        }
        return sum;
    }

    public static long countedDown(int n) {
        long sum = 0;
        for (int i = n; i > 0; i--) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long countedByTwo(int n) {
        long sum = 0;
        for (int i = 0; i < n; i += 2) {
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long movesItsBound(int n) {
        long sum = 0;
        int end = n;
        for (int i = 0; i < end; i++) {
            end -= i % 2;
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long movesItsVariable(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            if (i % 5 == 0) {
                i = i + 2;
            }
            sum = sum * 31 + i;
        }
        return sum;
    }

    public static long nested(int n) {
        long sum = 0;
        for (int i = 0; i < 20; i++) {
            for (int k = i; k < n; k++) {
                double weight = k * 0.5;
                long part = k;
                sum += part + (long) weight;
            }
        }
        return sum;
    }

    public static long countedWithContinue(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            if ((i & 3) == 0) {
                continue;
            }
            if (sum < 0) {
                break;
            }
            sum = sum * 3 + i;
        }
        return sum;
    }

    public static long countedInATry(int n) {
        long sum = 0;
        int[] data = n > 4_999 ? null : DATA;
        try {
            for (int i = 0; i < data.length; i++) {
                sum += 1_000 / (data[i] + n - i);
            }
        } catch (NullPointerException | ArithmeticException thrown) {
            sum = -sum;
        }
        return sum;
    }

    public static long callsLeaf(int n) {
        return leaf(n) + leaf(n + 1);
    }

    static int callsAFunction(IntUnaryOperator function) {
        return function.applyAsInt(3);
    }

    public static long callsTheJdk(int n) {
        return new ArrayList<>(List.of(n)).size() + Integer.toString(n).length();
    }

    static synchronized int locked() {
        int sum = 0;
        while (sum < DATA[3]) {
            sum = leaf(sum);
        }
        return sum;
    }

    @NoPreempt
    static int critical() {
        int sum = 0;
        while (sum < 100) {
            sum = leaf(sum);
        }
        return sum;
    }

    public static long timed(int n) throws InterruptedException {
        Lock lock = new ReentrantLock();
        int left = n;
        while (!lock.tryLock(left, TimeUnit.NANOSECONDS)) {
            left++;
        }
        lock.unlock();
        return left;
    }

    public static long switchLoop(int n) {
        int at = n;
        int steps = 0;
        while (true) {
            steps++;
            switch (at % 3) {
                case 0 :
                    at = at / 3 - 1;
                    continue;
                case 1 :
                    at = at - 2;
                    continue;
                case 2 :
                    at--;
                    continue;
                default :
                    return steps;
            }
        }
    }
}
