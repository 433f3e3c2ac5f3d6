package io.creel.oracle;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.core.TransferCallback;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.task.Computation;
import io.creel.core.task.Scope;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.verifier.contract.MethodContract;
import io.creel.verifier.contract.ValueContract;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Uses one member of a program in every way that its contract allows to a caller, and keeps that contract: it takes the
 * locks that the member requires, owns what it passes on, and gives back what it gets.
 */
final class Client {
    /** What a field holds of which no contract speaks. */
    private static final long SOME_NUMBER = 7;

    private final Surroundings around;
    private final SimulatedWorkers workers;
    private final Entry entry;
    private final MethodContract contract;
    private Object instance;
    private final List<Object> owned = new ArrayList<>();

    /** A member of a program that others may use: a method, a constructor, or a field with a function. */
    record Entry(Class<?> type, Executable member, Field field) {
        String name() {
            return type.getSimpleName() + "." + (field != null ? field.getName() : member.getName());
        }
    }

    Client(Surroundings around, Entry entry) {
        this.around = around;
        this.entry = entry;
        workers = around.workers;
        contract = entry.member == null ? null : around.contracts.seen(entry.member);
    }

    /** Returns the members of a program that others may use. */
    static List<Entry> entries(Class<?> program) {
        List<Entry> entries = new ArrayList<>();
        Stream.concat(Stream.of(program), Stream.of(program.getDeclaredClasses()))
                .filter(type -> !type.isInterface() && !type.getSimpleName().equals("Base"))
                .forEach(type -> add(type, entries));
        return entries;
    }

    private static void add(Class<?> type, List<Entry> entries) {
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isSynthetic() && !Modifier.isPrivate(method.getModifiers()) && !method.isBridge()
                    && !(type.isRecord() && method.getParameterCount() == 0)
                    && !method.getName().matches("equals|hashCode|toString")) {
                entries.add(new Entry(type, method, null));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (Body.class.isAssignableFrom(field.getType())) {
                entries.add(new Entry(type, null, field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() > 0 && type.getDeclaredMethods().length == 0) {
                entries.add(new Entry(type, constructor, null));
            }
        }
        entries.sort((a, b) -> a.name().compareTo(b.name()));
    }

    // The start of a run.

    void start() throws Exception {
        if (!(entry.member instanceof Constructor)) {
            instance = isStatic() ? null : around.make(entry.type, "it");
        }
        if (instance != null) {
            fillFields();
        }
        if (entry.field != null) {
            entry.field.setAccessible(true);
            use(entry.field.get(instance), entry.field.getGenericType());
            return;
        }
        entry.member.setAccessible(true);
        Object[] arguments = arguments();
        holdLocks(arguments);
        if (runsOnWorker()) {
            workers.onWorker(entry.name(), worker -> call(arguments));
        } else {
            workers.start(entry.name(), nothing -> call(arguments), null);
            replaceFields();
            if (isShareable() && workers.happens("a second coroutine does the same")) {
                workers.start(entry.name() + " again", nothing -> call(arguments), null);
            }
        }
    }

    private boolean isStatic() {
        return Modifier.isStatic(entry.member == null ? entry.field.getModifiers() : entry.member.getModifiers());
    }

    private boolean runsOnWorker() {
        if (contract.place != null || contract.suspends) {
            return "CARRIER".equals(contract.place);
        }
        return Stream.of(entry.member.getParameterTypes())
                .anyMatch(type -> type == Worker.class || type == io.creel.core.Carrier.class);
    }

    /** Returns whether two coroutines may use the same object with the same arguments. */
    private boolean isShareable() {
        return Stream.of(entry.member.getParameterTypes())
                .noneMatch(type -> type == Packet.class || type == Coroutine.class)
                && (instance == null || Stream.of(entry.type.getDeclaredFields())
                        .allMatch(field -> Modifier.isFinal(field.getModifiers()) && !holds(field)));
    }

    private void fillFields() throws Exception {
        for (Field field : entry.type.getDeclaredFields()) {
            if (field.getType() == long.class && !Modifier.isStatic(field.getModifiers())
                    && !Modifier.isFinal(field.getModifiers())
                    && !around.contracts.fieldHas(entry.type, field.getName(), "Epoch")) {
                field.setAccessible(true);
                field.setLong(instance, SOME_NUMBER);
            }
            if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                continue;
            }
            if (get(field) instanceof Packet[] packets && holds(field)) {
                fill(packets);
            } else if (!Modifier.isFinal(field.getModifiers()) && get(field) == null) {
                fill(field);
            }
        }
    }

    private boolean holds(Field field) {
        return around.contracts.fieldHas(entry.type, field.getName(), "Owned");
    }

    private void fill(Packet[] packets) {
        for (int i = 0; i < packets.length; i++) {
            packets[i] = around.ownedPacket("RAW");
        }
    }

    private void fill(Field field) throws Exception {
        Class<?> type = field.getType();
        boolean holds = holds(field);
        if (type == Packet.class) {
            Object packet = holds ? around.ownedPacket() : around.value(type, field.getName());
            if (holds && workers.happens("the field " + field.getName() + " is empty")) {
                around.takeOver(packet);
            } else {
                field.set(instance, packet);
            }
        } else if (type == Coroutine.class) {
            if (!holds) {
                Coroutine handle = around.ownedHandle();
                field.set(instance, handle);
                around.takeOver(handle);
            } else if (!workers.happens("the field " + field.getName() + " is empty")) {
                field.set(instance, around.ownedHandle());
            }
        } else if (type.getSimpleName().equals("Socket") || type == PacketPool.class) {
            field.set(instance, around.value(type, field.getName()));
        }
    }

    /** Lets another coroutine replace each value that no owner is named for, perhaps, and give up the former one. */
    private void replaceFields() throws Exception {
        for (Field field : entry.type.getDeclaredFields()) {
            String kind = field.getType().getSimpleName();
            if (instance != null && kind.matches("Table|CoroutineLock|Packet")
                    && !Modifier.isFinal(field.getModifiers())
                    && !holds(field)
                    && workers.happens("another coroutine replaces the field " + field.getName())) {
                Object next = around.value(field.getType(), field.getName());
                workers.start("replacer", nothing -> {
                    Object former = get(field);
                    field.set(instance, next);
                    if (former instanceof Packet packet) {
                        around.endLoan(packet);
                    }
                }, null);
            }
        }
    }

    /** Lets another coroutine hold each lock that the program can reach, perhaps. */
    private void holdLocks(Object[] arguments) throws Exception {
        List<CoroutineLock> locks = new ArrayList<>();
        collect(instance, locks, 2);
        for (Object argument : arguments) {
            collect(argument, locks, 2);
        }
        for (CoroutineLock lock : locks) {
            if (workers.happens("another coroutine holds the lock " + lock.name())) {
                ListStash waiting = workers.serve(new ListStash("holder"));
                workers.start("holder", nothing -> {
                    lock.lock();
                    try {
                        Coroutine.await(waiting);
                    } finally {
                        lock.unlock();
                    }
                }, null);
            }
        }
    }

    private void collect(Object of, List<CoroutineLock> locks, int depth) throws Exception {
        if (of instanceof CoroutineLock lock) {
            if (!locks.contains(lock)) {
                locks.add(lock);
            }
        } else if (of instanceof List<?> list) {
            for (Object each : list) {
                collect(each, locks, depth);
            }
        } else if (of != null && depth > 0 && of.getClass().getName().startsWith("io.creel.verifier.corpus")) {
            for (Field field : of.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    collect(field.get(of), locks, depth - 1);
                }
            }
        }
    }

    private Object[] arguments() throws Exception {
        Object[] arguments = new Object[entry.member.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            ValueContract value = contract.parameters.get(i);
            Class<?> type = entry.member.getParameterTypes()[i];
            String name = entry.member.getParameters()[i].getName();
            if (value.tiedTo != null) {
                arguments[i] = around.value(type, name);
            } else if (type == Packet.class) {
                arguments[i] = around.ownedPacket(value.from.isEmpty() ? "RAW" : value.from.iterator().next());
                owned.add(arguments[i]);
            } else if (type == Coroutine.class && hasTwoHandles()) {
                arguments[i] = around.ownedHandle(name);
                owned.add(arguments[i]);
            } else if (type == long.class && value.epoch) {
                arguments[i] = firstHandle(arguments).epoch();
            } else {
                arguments[i] = around.value(entry.member.getGenericParameterTypes()[i], type, name);
                if (arguments[i] instanceof Coroutine) {
                    owned.add(arguments[i]);
                }
            }
        }
        return arguments;
    }

    private boolean hasTwoHandles() {
        return Stream.of(entry.member.getParameterTypes()).filter(type -> type == Coroutine.class).count() > 1;
    }

    private static Coroutine firstHandle(Object[] arguments) {
        return (Coroutine) Stream.of(arguments).filter(Coroutine.class::isInstance).findFirst().orElseThrow();
    }

    // The call.

    private Object call(Object[] arguments) throws Throwable {
        List<CoroutineLock> before = locks(contract.requiresLocks, arguments, null);
        before.addAll(locks(contract.unlocks, arguments, null));
        for (CoroutineLock lock : before) {
            lock.lock();
        }
        Object result = null;
        boolean returned = false;
        try {
            result = maySuspend() || !workers.happens("the caller holds a monitor")
                    ? invoke(arguments)
                    : underMonitor(() -> invoke(arguments));
            returned = true;
        } finally {
            after(arguments, result, returned);
        }
        if (contract.acquires != null && Contracts.holds(contract.acquires, result)) {
            around.takeOver(around.present(result));
        } else if (result != null) {
            use(result, ((Method) entry.member).getGenericReturnType());
        }
        useFields();
        return result;
    }

    /** Uses the functions that the program has left in its fields. */
    private void useFields() throws Exception {
        for (Field field : entry.type.getDeclaredFields()) {
            if (instance != null && field.getType() == Runnable.class && get(field) != null) {
                use(get(field), Runnable.class);
            }
        }
    }

    private boolean maySuspend() {
        return contract.suspends || Coroutine.current() == null;
    }

    /** Something that the program does. */
    private interface Action {
        Object run() throws Throwable;
    }

    /** Calls what says that it does not suspend. No stub loses its worker meanwhile. */
    private Object underMonitor(Action action) throws Throwable {
        workers.stops(false);
        try {
            synchronized (action) {
                return action.run();
            }
        } finally {
            workers.stops(true);
        }
    }

    private void mayCallUnderMonitor(Runnable function) throws Throwable {
        if (!workers.happens("the caller holds a monitor")) {
            function.run();
            return;
        }
        underMonitor(() -> {
            function.run();
            return null;
        });
    }

    private Object invoke(Object[] arguments) throws Throwable {
        try {
            return entry.member instanceof Method method
                    ? method.invoke(instance, arguments)
                    : ((Constructor<?>) entry.member).newInstance(arguments);
        } catch (InvocationTargetException thrown) {
            around.usedNull |= usedNull(thrown.getCause());
            throw thrown.getCause();
        }
    }

    /** Returns whether a failure is that of a method called on {@code null}, or a violation that follows from one. */
    private static boolean usedNull(Throwable failure) {
        return failure instanceof NullPointerException
                || Stream.of(failure.getSuppressed()).anyMatch(NullPointerException.class::isInstance);
    }

    private void after(Object[] arguments, Object result, boolean returned) throws Exception {
        for (int i = 0; i < arguments.length; i++) {
            ValueContract value = contract.parameters.get(i);
            boolean gone = returned && Contracts.givesUp(value, result);
            if (!gone && owned.contains(arguments[i])) {
                boolean isCopy = arguments[i] instanceof Coroutine; // an epoch is enough to resume it
                if (!isCopy && (returned || !value.givenBack)) {
                    around.giveUp(arguments[i]);
                } else {
                    around.giveBack(arguments[i]);
                }
            }
        }
        for (CoroutineLock lock : locks(contract.requiresLocks, arguments, null)) {
            if (lock.isHeld()) {
                lock.unlock();
            }
        }
        for (MethodContract.Taken taken : contract.locks) {
            if (returned && Contracts.holds(taken.when(), result)) {
                for (CoroutineLock lock : locks(List.of(taken.path()), arguments, result)) {
                    if (lock.isHeld()) {
                        lock.unlock();
                    }
                }
            }
        }
    }

    private List<CoroutineLock> locks(List<String> paths, Object[] arguments, Object result) throws Exception {
        List<CoroutineLock> locks = new ArrayList<>();
        for (String path : paths) {
            String[] names = path.split("\\.");
            int index = contract.names.indexOf(names[0]);
            boolean isOfResult = index < 0 && names[0].equals("result");
            Object at = index >= 0 ? arguments[index] : isOfResult ? result : instance;
            for (int i = index >= 0 || isOfResult || names[0].equals("this") ? 1 : 0; i < names.length; i++) {
                at = field(at, names[i]);
            }
            if (at != null) {
                locks.add((CoroutineLock) at);
            }
        }
        return locks;
    }

    /** Returns what a field holds; {@code null} if a path names one that does not exist, whose lock no caller takes. */
    private static Object field(Object at, String name) throws IllegalAccessException {
        try {
            Field field = at.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(at);
        } catch (NoSuchFieldException missing) {
            return null;
        }
    }

    // Functions that the program hands out.

    private void use(Object function, Type type) throws Exception {
        String name = entry.name();
        switch (function) {
            case PacketBody body -> workers.start(name + " body", body, around.ownedPacket());
            case Body<?> body -> useBody(body, type, name);
            case SuspensionCallback callback -> workers.start(name + " caller", around.environment.awaiting(callback),
                    around.ownedPacket());
            case TransferCallback callback -> workers.start(name + " caller", around.environment.transferring(callback),
                    around.ownedPacket());
            case WorkerProgram program -> workers.onWorker(name + " program", program::doWork);
            case IntSupplier supplier -> workers.onWorker(name + " function", worker -> supplier.getAsInt());
            case Runnable runnable -> workers.start(name + " function", nothing -> mayCallUnderMonitor(runnable), null);
            case Predicate<?> predicate ->
                workers.start(name + " function", nothing -> mayCallUnderMonitor(() -> test(predicate)),
                        null);
            case Consumer<?> consumer -> workers.start(name + " function", nothing -> accept(consumer), null);
            case Computation<?> computation -> workers.start(name + " function", nothing -> {
                try (Scope scope = Scope.open("client")) {
                    scope.fork(computation);
                    scope.join();
                }
            }, null);
            default -> {
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void useBody(Body<?> body, Type type, String name) throws Exception {
        Class<?> wanted = type instanceof ParameterizedType generic
                ? (Class<?>) generic.getActualTypeArguments()[0]
                : String.class;
        workers.start(name + " body", (Body<Object>) body, around.value(wanted, "argument"));
    }

    @SuppressWarnings("unchecked")
    private static void test(Predicate<?> predicate) {
        ((Predicate<Object>) predicate).test("x");
    }

    @SuppressWarnings("unchecked")
    private void accept(Consumer<?> consumer) {
        Packet packet = around.ownedPacket();
        try {
            ((Consumer<Object>) consumer).accept(packet);
            packet.port();
        } finally {
            around.giveUp(packet);
        }
    }

    /** Uses what the program has left in its fields. */
    void end() {
        for (Field field : entry.type.getDeclaredFields()) {
            if (instance != null && holds(field)) {
                for (Object held : get(field) instanceof Object[] all ? all : new Object[]{get(field)}) {
                    if (held != null) {
                        around.giveUp(held);
                    }
                }
            }
        }
        around.close();
    }

    private Object get(Field field) {
        try {
            field.setAccessible(true);
            return field.get(instance);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

}
