namespace TinyClassify.Drawing;

/// <summary>One picture: what stands where, in which light, seen from where.</summary>
/// <param name="Name">Class name of CIFAR-10; also the file's name.</param>
/// <param name="World">Everything that light falls on.</param>
/// <param name="Camera">Where the camera stands and what it looks at.</param>
/// <param name="Light">Sun and sky.</param>
public sealed record Scene(string Name, Shape World, Camera Camera, Light Light);
