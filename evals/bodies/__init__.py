"""Questions and claims over real texts of many bodies, which are not shipped."""
