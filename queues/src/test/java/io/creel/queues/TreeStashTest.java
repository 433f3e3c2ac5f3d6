package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.function.ToLongFunction;

class TreeStashTest extends OrderedStashContract {
    @Override
    OrderedStash create(String name) {
        return new TreeStash(name);
    }

    @Override
    OrderedStash create(String name, ToLongFunction<Coroutine> keyOf) {
        return new TreeStash(name, keyOf);
    }
}
