/** Makes a module of the Java project beside, whose sources are otherwise the same. */
module app {
    requires io.creel;

    provides io.creel.schedulers.policy.WhenProvider with
        app.NewestFirst.Provider;
}
